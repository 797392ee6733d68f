import { type DirectiveNode, type DocumentNode, Kind, type SelectionSetNode, type ValueNode } from "graphql";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";

/** What executing a document, or a part of it, takes; each use of a fragment counts. */
interface Size {
  /** Fields inside fields. */
  readonly depth: number;
  readonly fields: number;
  /** Nodes of arguments' values and of directives. */
  readonly values: number;
}

const none: Size = { depth: 0, fields: 0, values: 0 };

/** Fields of introspection that give lists of `__Type`'s parts: each inside another multiplies what is given. */
const introspectionLists: ReadonlySet<string> = new Set([
  "fields",
  "inputFields",
  "interfaces",
  "possibleTypes",
  "enumValues",
]);

/** Where a selection stands: in the API, in introspection, or in one of its lists. */
type Part = "api" | "introspection" | "list";

/**
 * The fields of a document, each use of a fragment counted, and whether there are literals in it. Takes time in proportion
 * to the document's length, so that whatever is done with the document afterwards is bounded by its limits.
 *
 * @throws ServerError `LIMIT_EXCEEDED` for a document that asks for too much, `BAD_INPUT` for a fragment that contains itself.
 */
export function measureDocument(document: DocumentNode, limits: Limits): { fields: number; literals: boolean } {
  const meter = new Meter(document, limits);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      for (const { defaultValue, directives } of definition.variableDefinitions ?? []) {
        if (defaultValue) meter.valueOf(defaultValue);
        meter.directivesOf(directives);
      }
      meter.directivesOf(definition.directives);
      meter.addOperation(meter.sizeOf(definition.selectionSet, 0, "api"));
    }
    // One that no operation uses is validated, too.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) meter.fragmentSize(definition.name.value, 0, "api");
  }
  return meter;
}

class Meter {
  literals = false;
  fields = 0;
  #values = 0;
  #aliases = 0;
  readonly #limits: Limits;
  readonly #fragments = new Map<string, { selectionSet: SelectionSetNode; directives?: readonly DirectiveNode[] }>();
  readonly #sizes = new Map<string, Size>();
  readonly #open = new Set<string>();

  constructor(document: DocumentNode, limits: Limits) {
    this.#limits = limits;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  addOperation({ fields, values }: Size): void {
    this.fields += fields;
    this.#values += values;
    this.#check({ depth: 0, fields: this.fields, values: this.#values }, 0);
  }

  /** `outer` is how many levels of fields are around it. */
  sizeOf(selectionSet: SelectionSetNode, outer: number, part: Part): Size {
    this.#check(none, outer);
    let size = none;
    for (const selection of selectionSet.selections) {
      size = add(size, { depth: 0, fields: 1, values: this.directivesOf(selection.directives) });
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        size = add(size, this.fragmentSize(selection.name.value, outer, part));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        size = add(size, this.sizeOf(selection.selectionSet, outer, part));
      } else {
        const name = selection.name.value;
        const within = partOf(name, part);
        if (selection.alias) this.#countAlias(within);
        let values = 0;
        for (const argument of selection.arguments ?? []) values += this.valueOf(argument.value);
        const inner = selection.selectionSet && this.sizeOf(selection.selectionSet, outer + 1, within);
        size = add(size, {
          depth: 1 + (inner?.depth ?? 0),
          fields: inner?.fields ?? 0,
          values: values + (inner?.values ?? 0),
        });
      }
      this.#check(size, outer);
    }
    return size;
  }

  /** Looked at once, however often it is used. */
  fragmentSize(name: string, outer: number, part: Part): Size {
    const key = `${part} ${name}`;
    const known = this.#sizes.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return none;
    if (this.#open.has(name)) {
      throw new ServerError("BAD_INPUT", "A fragment of the document contains itself.", "Take the circle out.");
    }
    this.#open.add(name);
    if (this.#open.size > this.#limits.depth) throw limitExceeded(`nests more than ${this.#limits.depth} levels`);
    const values = this.directivesOf(fragment.directives);
    const size = add({ depth: 0, fields: 0, values }, this.sizeOf(fragment.selectionSet, outer, part));
    this.#open.delete(name);
    this.#sizes.set(key, size);
    return size;
  }

  directivesOf(directives: readonly DirectiveNode[] = []): number {
    let values = directives.length;
    for (const directive of directives) {
      for (const argument of directive.arguments ?? []) values += this.valueOf(argument.value);
    }
    return values;
  }

  /** How many nodes a value has. */
  valueOf(value: ValueNode, depth = 0): number {
    // A secret's value lies two levels below its field's argument.
    const maxDepth = this.#limits.valueDepth + 2;
    if (depth > maxDepth) throw limitExceeded(`has a literal of more than ${maxDepth} levels`);
    let values = 1;
    if (value.kind === Kind.LIST) for (const item of value.values) values += this.valueOf(item, depth + 1);
    else if (value.kind === Kind.OBJECT)
      for (const field of value.fields) values += this.valueOf(field.value, depth + 1);
    // A variable deep inside is part of a value that is otherwise a literal.
    else if (value.kind !== Kind.VARIABLE || depth > 1) this.literals = true;
    return values;
  }

  #countAlias(part: Part): void {
    if (part !== "api") throw limitExceeded("has an alias in a question about the schema");
    this.#aliases += 1;
  }

  #check({ depth, fields, values }: Size, outer: number): void {
    const limits = this.#limits;
    if (outer + depth > limits.depth) throw limitExceeded(`nests more than ${limits.depth} levels`);
    if (this.#aliases > limits.aliases) throw limitExceeded(`has more than ${limits.aliases} aliases`);
    if (fields > limits.fields)
      throw limitExceeded(`has more than ${limits.fields} fields, each use of a fragment counted`);
    if (values > limits.documentTokens)
      throw limitExceeded(`uses more than ${limits.documentTokens} arguments and values`);
  }
}

function add(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    values: one.values + other.values,
  };
}

function partOf(field: string, part: Part): Part {
  if (part === "api") return field === "__schema" || field === "__type" ? "introspection" : "api";
  if (!introspectionLists.has(field)) return part;
  if (part === "list") throw limitExceeded("asks for types inside the fields of types");
  return "list";
}

/** For a document that asks for more than the limits allow. */
export function limitExceeded(what: string): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `The document ${what}.`, "Ask for less in one request.");
}
