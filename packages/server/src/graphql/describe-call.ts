import type {
  MutationCreateTeamArgs,
  MutationDeleteSecretArgs,
  MutationExtendRunArgs,
  MutationResolvers,
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
type WithId = Pick<MutationExtendRunArgs, "input">;

const noSubject = (): null[] => [null];
const inputName = (args: object): string[] => [(args as Named).input.name];
const inputId = (args: object): string[] => [(args as { input: { id: WithId["input"]["id"] } }).input.id];

/** Every field has its line: one that is new in the schema does not compile without. */
const actions: Record<FieldName, readonly [action: string, subjects: (args: object) => (string | null)[]]> = {
  secret: ["secret.list", noSubject],
  secretValue: ["secret.read", (args) => [(args as QuerySecretValueArgs).name]],
  secretValues: ["secret.read", (args) => [...(args as QuerySecretValuesArgs).names]],
  runs: ["run.list", noSubject],
  tokens: ["token.list", noSubject],
  teams: ["team.list", noSubject],
  auditEvents: ["audit.list", noSubject],
  setSecret: ["secret.set", inputName],
  setSecrets: ["secret.set", (args) => (args as MutationSetSecretsArgs).input.map((one) => one.name)],
  deleteSecret: ["secret.delete", inputName],
  rollbackSecret: ["secret.rollback", inputName],
  openRun: ["run.open", noSubject],
  extendRun: ["run.extend", inputId],
  endRun: ["run.end", inputId],
  createTeam: ["team.create", inputName],
  createToken: ["token.create", noSubject],
  revokeToken: ["token.revoke", inputId],
};

/** A subject that isn't a name that could exist is cut, so that nobody fills the log with one request. */
const longestSubject = 255;

export function describeCall(field: string, args: object, largestBatch: number): DescribedCall {
  const [action, subjectsOf] = actions[field as FieldName] ?? [`unknown.${field}`, noSubject];
  const subjects = subjectsOf(args);
  if (subjects.length === 0 || subjects.length > largestBatch) return { action, subjects: [null] };
  return { action, subjects: subjects.map((subject) => subject?.slice(0, longestSubject) ?? null) };
}
