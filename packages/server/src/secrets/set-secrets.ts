import { requireTeamToken } from "../access/require-role.ts";
import type { Transaction } from "../database/database.ts";
import type { SetSecretInput } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import type { AfterCommit } from "../vault/vault.ts";
import { addVersion } from "./add-version.ts";
import { checkBatch } from "./check-batch.ts";
import { checkName } from "./check-name.ts";
import { checkValue } from "./check-value.ts";

/** Sets values, all or none; each name gets its next version. Gives the versions, in order. */
export async function setSecrets(context: RequestContext, inputs: readonly SetSecretInput[]): Promise<number[]> {
  const { server } = context;
  const caller = requireTeamToken(context.caller);
  checkBatch(inputs, server.limits.batch);
  for (const { name } of inputs) checkName(name, server.limits.nameCharacters);
  const values = inputs.map(({ name, value }) => ({ name, value: checkValue(value, server.limits) }));

  const staged = await server.vault.stage(caller.teamId, values);
  const afterCommit: AfterCommit[] = [];
  const versions = await server.recorder.write(context.calls, async (transaction: Transaction) => {
    const added: number[] = [];
    for (const [index, { name }] of inputs.entries()) {
      const { version, finish } = await addVersion(server, transaction, caller, name, (key) =>
        server.vault.keep(transaction, key, staged[index]),
      );
      afterCommit.push(finish);
      added.push(version);
    }
    return added;
  });
  for (const finish of afterCommit) await finish();
  return versions;
}
