import chromium from "@sparticuz/chromium";

/** Before the tests: several files that unpack the browser at once would find each other's half of it. */
export default async function setup(): Promise<void> {
  if (process.env.CHROME_PATH === undefined) await chromium.executablePath();
}
