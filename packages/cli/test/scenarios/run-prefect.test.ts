import { canary } from "@tooling/vitest/canary";
import { prefectInstallMs, runPrefect } from "@tooling/vitest/prefect";
import { describe, expect, it } from "vitest";
import { person, runner } from "../person.ts";

describe.each(["0.7.0", "1.4.1"] as const)("keyfold run --prefect with Prefect %s", (version) => {
  it("makes an unmodified Secret read in the run", { timeout: prefectInstallMs }, async () => {
    const where = "import sys; print(sys.executable)";
    const python = await runPrefect(version, { url: "http://127.0.0.1:9", token: "none", program: where });
    const token = "keyfold_team_of_another_server_0123456789012345678901234567890123456";
    const bo = await runner({ "my secret": { value: canary } }, { PREFECT__CLOUD__AGENT__AUTH_TOKEN: token });
    const program = `import os
from prefect.client import Secret
print(Secret("my secret").get()["value"] == os.environ["CANARY"])
print(sorted(name[16:] for name in os.environ if name.startswith("PREFECT__CLOUD__")))`;
    const env = ["env", "PYTHONWARNINGS=ignore", "PYTHONDONTWRITEBYTECODE=1"];
    const { code, stdout } = await bo.keyfold(["run", "--prefect", "--", ...env, python, "-c", program]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "True\n['API', 'API_KEY', 'AUTH_TOKEN', 'GRAPHQL', 'USE_LOCAL_SECRETS']\n",
    });
  });
});

it("sets nothing of Prefect's without a run", async () => {
  const { stdout } = await person().keyfold(["run", "--prefect", "--shell", "env | grep -c PREFECT"]);
  expect(stdout).toBe("0\n");
});
