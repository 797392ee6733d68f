/** A token of a person or a service, wherever it stands in a variable. */
export const teamToken: RegExp = /keyfold_team_[\w-]{40,}/;

/** Sets variables of this process, for the libraries in it. */
export function addToEnvironment(variables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, variables);
}

/** Takes variables out of the environment of this process. */
export function removeFromEnvironment(names: readonly string[]): void {
  for (const name of names) delete process.env[name];
}
