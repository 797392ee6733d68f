/** What the site is called. */
export const title = "Keyfold";

/** What it is, in one sentence. */
export const description =
  "Secrets and settings for teams that write TypeScript: people write secrets, and only runs read them.";

/** The path under which the site is served, with a `/` at both ends. */
export const base = "/";

/** Where the repository's files can be seen on the web, with a `/` at its end; `undefined` until it has an address. */
export const repository: string | undefined = undefined;
