import { spawn } from "node:child_process";

const openers: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens an address in a browser, without waiting for it: where there is none, the address was printed. */
export function openBrowser(url: string): void {
  const [program, ...args] = openers[process.platform] ?? ["xdg-open"];
  spawn(program, [...args, url], { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();
}
