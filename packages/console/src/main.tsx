import { render } from "preact";
import { App } from "./app.tsx";
import { followLinks } from "./router.ts";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/controls.css";
import "./styles/parts.css";
import "./styles/rows.css";
import "./styles/columns.css";
import "./styles/secrets.css";
import "./styles/people.css";
import "./styles/audit.css";
import "./styles/health.css";
import "./styles/narrow.css";

followLinks();
const page = document.getElementById("page");
if (page !== null) render(<App />, page);
