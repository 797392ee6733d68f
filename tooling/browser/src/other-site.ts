import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext } from "playwright-core";

/** What a page of another site got, with the browser of somebody who is signed in. */
export interface Got {
  /** By `fetch` with the console's own header, and without it. */
  readonly fetched: readonly string[];
  /** What it could read of the console in a frame. */
  readonly framed: string;
  /** What stood in the window after it sent a form. */
  readonly sent: string;
}

/** Lets another site do what it can: it is on another port of the same host, so browsers send it the console's cookie all the same. */
export async function attack(context: BrowserContext, url: string, mutation: string): Promise<Got> {
  const site = createServer((_request, response) => response.setHeader("content-type", "text/html").end("<p>site</p>"));
  await once(site.listen(0, "127.0.0.1"), "listening");
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const body = JSON.stringify({ query: mutation });
    const { fetched, framed } = await page.evaluate(
      async ([to, sent]) => {
        const send = (headers: Record<string, string>, mode: RequestMode): Promise<string> =>
          fetch(`${to}/graphql`, { method: "POST", credentials: "include", mode, headers, body: String(sent) }).then(
            async (response) => response.type + (await response.text()),
            () => "refused",
          );
        const json = { "content-type": "application/json", "x-keyfold-console": "user" };
        const frame = document.createElement("iframe");
        const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
        frame.src = `${to}/secrets`;
        document.body.append(frame);
        await loaded;
        const inside = (): string => frame.contentDocument?.body.textContent ?? "nothing";
        return { fetched: [await send(json, "cors"), await send({}, "no-cors")], framed: inside() };
      },
      [url, body],
    );
    await page.evaluate(
      ([to, sent]) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", enctype: "text/plain", action: `${to}/graphql` });
        const field = document.createElement("input");
        // As plain text it is JSON, with a field of no meaning at its end.
        Object.assign(field, { name: `${String(sent).slice(0, -1)},"x":"`, value: '"}' });
        form.append(field);
        document.body.append(form);
      },
      [url, body],
    );
    await Promise.all([page.waitForURL(`${url}/graphql`), page.evaluate(() => document.forms[0]?.submit())]);
    return { fetched, framed, sent: await page.content() };
  } finally {
    site.close();
  }
}
