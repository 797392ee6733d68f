/** What makes `new Secret(…).get()` read in a run. */
export function runVariables(url: string, token: string): Record<string, string> {
  return {
    KEYFOLD__CLOUD__URL: url,
    KEYFOLD__CLOUD__TOKEN: token,
    KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
  };
}
