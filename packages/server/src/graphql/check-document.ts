import { type DocumentNode, GraphQLError, Kind, parse, type SelectionSetNode, type ValueNode } from "graphql";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";

export interface CheckedDocument {
  readonly document: DocumentNode;
  /**
   * Whether its compiled form may be kept for the next time: not if it is long, has several operations, or has literals
   * in a mutation, which may be secrets.
   */
  readonly keep: boolean;
}

/** Characters of the longest document whose compiled form is kept. */
const longestKept = 4096;

/** Parses a document and counts what it asks for. Throws `BAD_INPUT` or `LIMIT_EXCEEDED`. */
export function checkDocument(source: string, limits: Limits): CheckedDocument {
  const document = parseDocument(source, limits);
  const counter = new Counter(document, limits);
  let operations = 0;
  let literals = false;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      operations += 1;
      counter.depthOf(definition.selectionSet);
      if (definition.operation === "mutation") literals ||= counter.literals > 0;
    }
    if (definition.kind === Kind.FRAGMENT_DEFINITION) counter.depthOfFragment(definition.name.value);
  }
  return { document, keep: operations === 1 && !literals && source.length <= longestKept };
}

function parseDocument(source: string, limits: Limits): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.documentTokens });
  } catch (error) {
    if (error instanceof RangeError) throw limitExceeded(`nests more than ${limits.depth} levels`);
    if (error instanceof GraphQLError && error.message.includes("Parsing aborted")) {
      throw limitExceeded(`has more than ${limits.documentTokens} words and signs`);
    }
    throw error;
  }
}

class Counter {
  literals = 0;
  readonly #limits: Limits;
  readonly #fragments = new Map<string, SelectionSetNode>();
  readonly #depths = new Map<string, number>();
  readonly #open = new Set<string>();
  #aliases = 0;
  #fields = 0;

  constructor(document: DocumentNode, limits: Limits) {
    this.#limits = limits;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition.selectionSet);
      }
    }
  }

  /** How many levels of fields; `outer` is how many are around it already. */
  depthOf(selectionSet: SelectionSetNode, outer = 0): number {
    let deepest = 0;
    for (const selection of selectionSet.selections) {
      let depth = 0;
      if (selection.kind === Kind.FIELD) {
        this.#fields += 1;
        if (selection.alias) this.#aliases += 1;
        for (const argument of selection.arguments ?? []) this.#checkValue(argument.value, 0);
        depth = 1;
        if (selection.selectionSet) depth += this.depthOf(selection.selectionSet, outer + 1);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#fields += 1;
        depth = this.depthOf(selection.selectionSet, outer + 1);
      } else {
        this.#fields += 1;
        depth = this.depthOfFragment(selection.name.value);
      }
      deepest = Math.max(deepest, depth);
      this.#check(outer + deepest);
    }
    return deepest;
  }

  /** Counted once, however often it is used. */
  depthOfFragment(name: string): number {
    const known = this.#depths.get(name);
    if (known !== undefined) return known;
    const selectionSet = this.#fragments.get(name);
    if (selectionSet === undefined) return 0;
    if (this.#open.has(name)) {
      throw new ServerError("BAD_INPUT", "A fragment of the document contains itself.", "Take the circle out.");
    }
    this.#open.add(name);
    if (this.#open.size > this.#limits.depth) throw limitExceeded(`nests more than ${this.#limits.depth} levels`);
    const depth = this.depthOf(selectionSet);
    this.#open.delete(name);
    this.#depths.set(name, depth);
    return depth;
  }

  #check(depth: number): void {
    const limits = this.#limits;
    if (depth > limits.depth) throw limitExceeded(`nests more than ${limits.depth} levels`);
    if (this.#aliases > limits.aliases) throw limitExceeded(`has more than ${limits.aliases} aliases`);
    if (this.#fields > limits.fields) throw limitExceeded(`has more than ${limits.fields} fields`);
  }

  #checkValue(value: ValueNode, depth: number): void {
    // A secret's value lies two levels below its field's argument.
    const deepest = this.#limits.valueDepth + 2;
    if (depth > deepest) throw limitExceeded(`has a literal of more than ${deepest} levels`);
    if (value.kind === Kind.LIST) for (const item of value.values) this.#checkValue(item, depth + 1);
    else if (value.kind === Kind.OBJECT) for (const field of value.fields) this.#checkValue(field.value, depth + 1);
    else if (value.kind !== Kind.VARIABLE || depth > 1) this.literals += 1;
  }
}

function limitExceeded(what: string): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `The document ${what}.`, "Ask for less in one request.");
}
