/** What makes the clients of Prefect 0.x and 1.x read in a run: each of them reads some of these. */
export function prefectVariables(run: Readonly<Record<string, string>>): Record<string, string> {
  const { KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: token } = run;
  if (url === undefined || token === undefined) return {};
  const api = url.endsWith("/graphql") ? url : `${url}/graphql`;
  return {
    PREFECT__BACKEND: "cloud",
    PREFECT__CLOUD__API: api,
    PREFECT__CLOUD__GRAPHQL: api,
    PREFECT__CLOUD__AUTH_TOKEN: token,
    PREFECT__CLOUD__API_KEY: token,
    PREFECT__CLOUD__USE_LOCAL_SECRETS: "false",
  };
}
