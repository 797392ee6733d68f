import { isExactNumber } from "@keyfold/common/decode";
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { inexactNumber } from "../json/parse-json.ts";
import { ServerError } from "../server-error.ts";
import { Plaintext } from "../vault/plaintext.ts";

type Variables = Record<string, unknown> | null | undefined;

/**
 * Any JSON, as a variable or a literal of any kind. What comes in is wrapped at once, so that nothing between here and
 * the vault can print it; what goes out is unwrapped only here.
 */
export const jsonScalar: GraphQLScalarType<Plaintext, unknown> = new GraphQLScalarType<Plaintext, unknown>({
  name: "JSON",
  serialize: (value) => (value instanceof Plaintext ? value.reveal() : value),
  parseValue: (value) => new Plaintext(value),
  parseLiteral: (node, variables) => new Plaintext(fromLiteral(node, variables)),
});

function fromLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      if (!isExactNumber(node.value)) throw badLiteral(node, inexactNumber);
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((item) => fromLiteral(item, variables));
    case Kind.OBJECT:
      // As JSON.parse does it: `__proto__` is a key like any other.
      return Object.fromEntries(node.fields.map((field) => [field.name.value, fromLiteral(field.value, variables)]));
    case Kind.VARIABLE: {
      const value = variables?.[node.name.value];
      return value instanceof Plaintext ? value.reveal() : (value ?? null);
    }
    case Kind.ENUM:
      throw badLiteral(node, "A value has a bare word that is not true, false or null: put strings in double quotes.");
  }
}

function badLiteral(node: ValueNode, message: string): GraphQLError {
  const error = new ServerError("BAD_INPUT", message, "Any JSON can be a value, as a literal or as a variable.");
  return new GraphQLError(message, { nodes: node, originalError: error });
}
