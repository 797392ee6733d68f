import type {
  MutationCreateTeamArgs,
  MutationDeleteSecretArgs,
  MutationEndRunArgs,
  MutationExtendRunArgs,
  MutationResolvers,
  MutationRevokeTokenArgs,
  MutationSetSecretsArgs,
  QueryResolvers,
  QuerySecretValueArgs,
  QuerySecretValuesArgs,
} from "../generated/resolvers.ts";

/** What the audit log says of a field's use: an action, and a row for each subject. */
export interface DescribedCall {
  readonly action: string;
  readonly subjects: readonly (string | null)[];
}

type FieldName = keyof QueryResolvers | keyof MutationResolvers;
type Named = MutationDeleteSecretArgs | MutationCreateTeamArgs;
type WithId = MutationExtendRunArgs | MutationEndRunArgs | MutationRevokeTokenArgs;

const noSubject = (): null[] => [null];
const inputName = (args: object): string[] => [(args as Named).input.name];
const inputId = (args: object): string[] => [(args as WithId).input.id];

/** How the audit log calls a field's use. */
export interface CallDescription {
  readonly action: string;
  readonly subjectsOf: (args: object) => (string | null)[];
}

function call(action: string, subjectsOf: CallDescription["subjectsOf"]): CallDescription {
  return { action, subjectsOf };
}

/** Every field has its line: one that is new in the schema does not compile without. */
export const describedCalls: Readonly<Record<FieldName, CallDescription>> = {
  secret: call("secret.list", noSubject),
  secretValue: call("secret.read", (args) => [(args as QuerySecretValueArgs).name]),
  secretValues: call("secret.read", (args) => [...(args as QuerySecretValuesArgs).names]),
  runs: call("run.list", noSubject),
  tokens: call("token.list", noSubject),
  teams: call("team.list", noSubject),
  auditEvents: call("audit.list", noSubject),
  setSecret: call("secret.set", inputName),
  setSecrets: call("secret.set", (args) => (args as MutationSetSecretsArgs).input.map((one) => one.name)),
  deleteSecret: call("secret.delete", inputName),
  rollbackSecret: call("secret.rollback", inputName),
  openRun: call("run.open", noSubject),
  extendRun: call("run.extend", inputId),
  endRun: call("run.end", inputId),
  createTeam: call("team.create", inputName),
  createToken: call("token.create", noSubject),
  revokeToken: call("token.revoke", inputId),
};

/** Characters. A subject that isn't a name that could exist is cut, so that nobody fills the log with one request. */
const longestSubject = 255;

export function describeCall(
  { action, subjectsOf }: CallDescription,
  args: object,
  mostSubjects: number,
): DescribedCall {
  const subjects = subjectsOf(args);
  if (subjects.length === 0 || subjects.length > mostSubjects) return { action, subjects: [null] };
  return { action, subjects: subjects.map((subject) => subject && cut(subject)) };
}

/** A character has at most two UTF-16 units; counting those of a long text could take long. */
function cut(subject: string): string {
  if (subject.length <= longestSubject) return subject;
  return [...subject.slice(0, 2 * longestSubject)].slice(0, longestSubject).join("");
}
