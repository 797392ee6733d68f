/** The environment of this process: the one place where the server reads it. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
