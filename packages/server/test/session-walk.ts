import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  print,
} from "graphql";

/** Reads schema.graphql, with what extends it. */
export function readSchema(...extensions: readonly string[]): GraphQLSchema {
  const text = readFileSync(join(import.meta.dirname, "../schema.graphql"), "utf8");
  return buildSchema([text, ...extensions].join("\n"));
}

interface RootField {
  readonly kind: "query" | "mutation";
  readonly field: GraphQLField<unknown, unknown>;
}

function rootFields(schema: GraphQLSchema): RootField[] {
  const of = (kind: RootField["kind"], type: ReturnType<GraphQLSchema["getQueryType"]>): RootField[] =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field }));
  return [...of("query", schema.getQueryType()), ...of("mutation", schema.getMutationType())];
}

/** Asks for a field with all of its arguments, and for all that its answer has. */
function documentOf({ kind, field }: RootField): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(", ");
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(", ");
  const [head, call] = field.args.length === 0 ? ["", ""] : [`(${declared})`, `(${given})`];
  return `${kind} ${head} { ${field.name}${call}${selectionOf(field)} }`;
}

function selectionOf({ type }: Pick<GraphQLField<unknown, unknown>, "type">): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return "";
  const inner = Object.values(named.getFields()).map((field) => `${field.name}${selectionOf(field)}`);
  return ` { ${inner.join(" ")} }`;
}

/** One call of a field. */
export interface Call {
  readonly name: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Which of the credentials that are known by then asks. */
  readonly by: number;
}

/**
 * The JSON in answers to others than runs, as `trusts.claims`: where a value could be that is a run's alone. A field is for runs
 * alone if its `@allow` names nobody else.
 */
export function jsonForOthers(schema: GraphQLSchema): string[] {
  return rootFields(schema)
    .filter(({ field }) => !/@allow\(to: \[run\]\)/.test(field.astNode ? print(field.astNode) : ""))
    .flatMap(({ field }) => jsonIn(field, field.name));
}

function jsonIn({ type }: Pick<GraphQLField<unknown, unknown>, "type">, path: string): string[] {
  const named = getNamedType(type);
  if (named.name === "JSON") return [path];
  if (!isObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => jsonIn(field, `${path}.${field.name}`));
}

/** A call of each field, in any order; an id stands as `#` and a number until ids are known, see `withIds`. */
export function anyCalls(schema: GraphQLSchema, strings: readonly string[]): fc.Arbitrary<Call[]> {
  const words = fc.constantFrom(...strings);
  const json = fc.oneof(
    words,
    fc.integer(),
    fc.record({ repository: words, event_name: fc.constant("push"), ref: words }),
    fc.record({ groups: fc.array(words, { minLength: 1, maxLength: 2 }) }),
  );
  const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    String: words,
    ID: fc.nat(99).map((at) => `#${at}`),
    Int: fc.constantFrom(1, 2, 60, 1000),
    Boolean: fc.boolean(),
    DateTime: fc.constantFrom("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
    JSON: json,
  };
  const ofType = (type: GraphQLInputType): fc.Arbitrary<unknown> => {
    const inner = getNullableType(type);
    if (isListType(inner)) return fc.array(ofType(inner.ofType), { minLength: 1, maxLength: 3 });
    if (isEnumType(inner)) return fc.constantFrom(...inner.getValues().map(({ name }) => name));
    if (isInputObjectType(inner)) return ofFields(Object.values(inner.getFields()));
    const scalar = scalars[String(inner)];
    if (scalar === undefined) throw new Error(`nothing is made for ${inner}`);
    return scalar;
  };
  // Most stay away: together they would mostly be refused.
  const rarely = (one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });
  const ofFields = (
    fields: readonly { name: string; type: GraphQLInputType }[],
  ): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries(
        fields.map(({ name, type }) => [name, isNonNullType(type) ? ofType(type) : rarely(ofType(type))]),
      ),
    );
  const calls = rootFields(schema).map((root) =>
    fc.record({
      name: fc.constant(root.field.name),
      document: fc.constant(documentOf(root)),
      variables: ofFields(root.field.args),
      by: fc.nat(99),
    }),
  );
  const whole = { minLength: calls.length, maxLength: calls.length };
  return fc.tuple(...calls).chain((made) => fc.shuffledSubarray(made, whole));
}

/** Puts ids in the place of what stands for them. */
export function withIds(value: unknown, ids: readonly string[]): unknown {
  const text = JSON.stringify(value);
  return JSON.parse(text.replace(/"#(\d+)"/g, (_all, at: string) => JSON.stringify(ids[Number(at) % ids.length])));
}
