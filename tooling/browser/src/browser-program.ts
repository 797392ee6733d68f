import chromium from "@sparticuz/chromium";

/** The program of a browser: that of npm's `@sparticuz/chromium`, unpacked into a folder, or the one that `CHROME_PATH` names. */
export async function browserProgram(folder: string): Promise<string> {
  const { CHROME_PATH, TMPDIR } = process.env;
  if (CHROME_PATH !== undefined) return CHROME_PATH;
  try {
    // It unpacks into the system's temporary folder, whichever that is.
    process.env.TMPDIR = folder;
    return await chromium.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
