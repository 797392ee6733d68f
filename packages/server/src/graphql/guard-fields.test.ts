import { buildSchema, graphql } from "graphql";
import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import type { TeamCaller } from "../access/caller.ts";
import { wholeTeam } from "../access/grants.ts";
import { AuditChain } from "../audit/audit-chain.ts";
import { AuditLog } from "../audit/audit-log.ts";
import type { Role } from "../generated/resolvers.ts";
import type { Operation, RequestContext } from "../operations/operation.ts";
import { prefectExtension } from "../operations/prefect.ts";
import type { ServerParts } from "../server-parts.ts";
import { defaultLimits } from "../settings/limits.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { noTracing } from "../telemetry/tracing.ts";
import { guardFields } from "./guard-fields.ts";
import { loadSchema } from "./load-schema.ts";

const schemaOf = (fields: string) =>
  buildSchema(
    `directive @allow(to: [Caller!]!) on FIELD_DEFINITION enum Caller { admin editor runner run } type Query { ${fields} }`,
  );

const forTokens: Operation = { for: "token", action: "test", run: () => "done" };
const forRuns: Operation = { for: "run", action: "test", run: () => "done" };
const forBoth: Operation = { for: "any", action: "test", run: () => "done" };

test.each([
  ["run", forTokens],
  ["admin, run", forTokens],
  ["admin", forRuns],
  ["run, admin", forRuns],
  ["admin, editor, runner", forBoth],
  ["run", forBoth],
])("a field that allows %s can't have an operation for others", (names, operation) => {
  const schema = schemaOf(`x: String @allow(to: [${names}])`);
  expect(() => guardFields(schema, { x: operation })).toThrow("Query.x allows others than its operation is for");
});

test("a field without an operation can't be loaded", () => {
  expect(() => guardFields(schemaOf("x: String @allow(to: [admin])"), {})).toThrow("Query.x has no operation");
  const text = "extend type Mutation { x: String @allow(to: [admin]) }";
  expect(() => loadSchema([prefectExtension, { text, operations: {} }])).toThrow("Mutation.x has no operation");
});

test("a field without @allow is refused to everyone, and the refusal is recorded", async () => {
  const { openInstance, teamId, audit, makeToken } = await testServer();
  const tokens = new Map<Role, string>();
  for (const role of ["admin", "editor", "runner", "auditor"] as const) tokens.set(role, (await makeToken(role)).id);
  const { database, auditKey, rowKeys } = await openInstance();
  const chain = new AuditChain(auditKey);
  const server = {
    audit: new AuditLog(database, { chain, rowKeys, clock: () => 0, report: () => {} }),
    clock: () => 0,
    limits: defaultLimits,
    metrics: new Metrics(false),
  } as Partial<ServerParts> as ServerParts;
  const schema = schemaOf("x: String");
  guardFields(schema, { x: forTokens });
  for (const [role, id] of tokens) {
    const who = { teamId, ofFirstTeam: true, expiresAt: null, id, actor: role };
    const caller: TeamCaller = { kind: "team", role, grants: [wholeTeam(role)], ...who };
    const origin = { requestId: "r", address: "192.0.2.1", agent: null };
    const span = noTracing.request("", "", undefined);
    const context = { server, caller, span, origin, auditRows: 0 } as Partial<RequestContext> as RequestContext;
    const { data, errors } = await graphql({ schema, source: "{ x }", contextValue: context });
    expect(data).toEqual({ x: null });
    expect(errors?.[0]?.originalError).toMatchObject({ code: "FORBIDDEN" });
    expect((await audit()).at(-1)).toMatchObject({
      actor: role,
      action: "test",
      outcome: "refused",
      code: "FORBIDDEN",
    });
  }
  await database.close();
});
