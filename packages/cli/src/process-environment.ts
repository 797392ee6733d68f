/** The environment of this process: the one place where it is read. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Sets variables of this process, for the libraries in it. */
export function addToEnvironment(variables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, variables);
}
