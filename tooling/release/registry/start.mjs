// Forked with a configuration file: serves an npm registry on a free port of this machine, sends its address, and ends
// with the process that started it.
import { runServer } from "verdaccio";

const server = await runServer(process.argv[2]);
server.listen(0, "127.0.0.1", () => process.send(`http://127.0.0.1:${server.address().port}/`));
process.once("disconnect", () => process.exit());
