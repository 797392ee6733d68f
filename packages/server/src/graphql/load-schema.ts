import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildSchema, GraphQLObjectType, GraphQLScalarType, type GraphQLSchema } from "graphql";
import { folderFields } from "../operations/folders.ts";
import type { SchemaExtension } from "../operations/operation.ts";
import { runFields } from "../operations/run-list.ts";
import { schemaOperations } from "../operations/schema-operations.ts";
import { secretFields } from "../operations/secret-list.ts";
import { tokenFields } from "../operations/tokens.ts";
import { trustFields } from "../operations/trusts.ts";
import { dateTimeScalar } from "./date-time-scalar.ts";
import { guardFields } from "./guard-fields.ts";
import { jsonScalar } from "./json-scalar.ts";

/** Schemas by their text: nothing changes one once it is made, so the servers of a process use the same. */
const cached = new Map<string, GraphQLSchema>();

/** schema.graphql and its extensions with scalars and operations, each field of Query and Mutation behind its guard. */
export function loadSchema(extensions: readonly SchemaExtension[] = []): GraphQLSchema {
  // Found through the package's own name, as the source and the built code lie at different depths.
  const packageFolder = dirname(createRequire(import.meta.url).resolve("@keyfold/server/package.json"));
  const own = readFileSync(join(packageFolder, "schema.graphql"), "utf8");
  const text = [own, ...extensions.map((extension) => extension.text)].join("\n");
  const schema = cached.get(text) ?? makeSchema(text, extensions);
  cached.set(text, schema);
  return schema;
}

function makeSchema(text: string, extensions: readonly SchemaExtension[]): GraphQLSchema {
  const schema = buildSchema(text);
  for (const scalar of [jsonScalar, dateTimeScalar]) {
    const type = schema.getType(scalar.name);
    if (!(type instanceof GraphQLScalarType)) throw new Error(`The schema has no scalar ${scalar.name}.`);
    type.serialize = scalar.serialize;
    type.parseValue = scalar.parseValue;
    type.parseLiteral = scalar.parseLiteral;
  }
  setResolvers(schema, "Secret", secretFields);
  setResolvers(schema, "Folder", folderFields);
  setResolvers(schema, "Run", runFields);
  setResolvers(schema, "Token", tokenFields);
  setResolvers(schema, "Trust", trustFields);
  guardFields(schema, Object.assign({ ...schemaOperations }, ...extensions.map(({ operations }) => operations)));
  return schema;
}

function setResolvers(schema: GraphQLSchema, typeName: string, resolvers: object): void {
  const type = schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) throw new Error(`The schema has no type ${typeName}.`);
  for (const [name, resolve] of Object.entries(resolvers)) {
    const field = type.getFields()[name];
    if (field === undefined) throw new Error(`The schema has no field ${typeName}.${name}.`);
    field.resolve = resolve as NonNullable<typeof field.resolve>;
  }
}
