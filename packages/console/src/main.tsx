import { render } from "preact";
import { App } from "./app.tsx";
import { followLinks } from "./router.ts";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/views.css";

followLinks();
const page = document.getElementById("page");
if (page !== null) render(<App />, page);
