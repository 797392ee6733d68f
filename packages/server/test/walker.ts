/** A browser without scripts: it keeps cookies by host and port, follows redirects, and sends forms. */
export class Walker {
  /** Cookies by name, of each host. */
  readonly cookies: Map<string, Map<string, string>> = new Map<string, Map<string, string>>();
  /** Every address that it was led to. */
  readonly visited: string[] = [];

  /** Goes to an address, and where it leads; stops before an address that `until` says. */
  async get(url: string, until: (url: string) => boolean = never): Promise<Page> {
    return this.#follow(url, { method: "GET" }, until);
  }

  /** Sends the form of a page, with what is typed into it. */
  async submit(
    page: Page,
    typed: Record<string, string> = {},
    origin: string = new URL(page.url).origin,
  ): Promise<Page> {
    const body = new URLSearchParams({ ...page.fields, ...typed }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", origin };
    return this.#follow(new URL(page.action, page.url).href, { method: "POST", headers, body }, never);
  }

  /** What a cookie of a host holds whose name ends so. */
  cookie(url: string, end: string): string | undefined {
    return [...(this.cookies.get(new URL(url).host) ?? [])].find(([name]) => name.endsWith(end))?.[1];
  }

  async #follow(first: string, init: RequestInit, until: (url: string) => boolean): Promise<Page> {
    let [url, sent] = [first, init];
    for (let hops = 0; hops < 20; hops += 1) {
      this.visited.push(url);
      if (until(url)) return { url, status: 0, text: "", fields: {}, action: "", headers: new Headers() };
      const jar = this.cookies.get(new URL(url).host) ?? new Map<string, string>();
      this.cookies.set(new URL(url).host, jar);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(url, { ...sent, headers: { ...sent.headers, cookie }, redirect: "manual" });
      for (const line of response.headers.getSetCookie()) keep(jar, line);
      const location = response.headers.get("location");
      if (location === null) return pageOf(url, response, await response.text());
      [url, sent] = [new URL(location, url).href, { method: "GET" }];
    }
    throw new Error("it leads in a circle");
  }
}

const never = (): boolean => false;

/** A page that a walker came to. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  /** The values of its form's fields that nobody has to choose. */
  readonly fields: Record<string, string>;
  readonly action: string;
  readonly headers: Headers;
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === "" || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
  else jar.set(name, value);
}

function pageOf(url: string, { status, headers }: Response, text: string): Page {
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const fields = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
  return { url, status, text, fields, headers, action: /<form [^>]*action="([^"]+)"/.exec(text)?.[1] ?? "" };
}
