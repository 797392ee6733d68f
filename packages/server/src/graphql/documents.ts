import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  specifiedScalarTypes,
  type ValidationRule,
  type VariableDefinitionNode,
  validate,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Operation } from "../body/read-operation.ts";
import type { RequestContext } from "../operations/operation.ts";
import { remember } from "../remember.ts";
import type { Limits } from "../settings/limits.ts";
import { limitExceeded, measureDocument } from "./document-size.ts";
import { fieldsCanMerge } from "./fields-can-merge.ts";

/** A document that may be executed. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  /** Its fields, each use of a fragment counted. */
  readonly fields: number;
  /**
   * Whether it is cached: not if it is large, has several operations, or is a mutation that may hold a secret: in
   * a literal or a comment.
   */
  readonly cached: boolean;
  /** What runs it, of one that is cached and was asked for before. */
  readonly compiled?: CompiledQuery["query"] | undefined;
  /** Whether its variables are scalars, each of which can have one error. */
  readonly hasScalarsAlone: boolean;
  /** Whether the commits of all that it asks for look at the caller. */
  readonly checkedInCommit: boolean;
}

/** What a document may have to be cached: what is compiled is looked at by rules that are slow for more. */
const maxCached = { documents: 128, characters: 4096, fields: 100 };
/** Characters of a document whose errors say where they are: finding a line takes time for each of them. */
const maxLocated = 4096;
/** Errors of validation that are sent. */
const maxErrors = 20;
/** Errors of variables that are sent: each quotes what was sent before that is taken out. */
const maxVariableErrors = 5;

const rules: readonly ValidationRule[] = [
  ...specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule),
  fieldsCanMerge,
];

/** Parses and validates documents, once for those that come again, and runs them. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: readonly ValidationRule[];
  readonly #limits: Limits;
  /** The least recently used first. */
  readonly #cached = new Map<string, CheckedDocument>();

  /** `moreRules`: validation beyond GraphQL's own rules. */
  constructor(schema: GraphQLSchema, moreRules: readonly ValidationRule[], limits: Limits) {
    this.#schema = schema;
    this.#rules = [...rules, ...moreRules];
    this.#limits = limits;
  }

  /**
   * Parses a document, counts what it asks for and validates it.
   *
   * @throws ServerError `LIMIT_EXCEEDED` for one that asks for too much, `BAD_INPUT` for a fragment that contains itself.
   * @throws GraphQLError for a document that can't be parsed; an AggregateError of them for one that is not valid.
   */
  check(source: string): CheckedDocument {
    const known = this.#cached.get(source);
    const checked = known === undefined ? this.#check(source) : this.#compiled(known);
    if (checked.cached) remember(this.#cached, source, checked, maxCached.documents);
    return checked;
  }

  /** Runs a document: compiled, if it came before and is cached, by graphql itself otherwise. */
  execute(
    { document, compiled, hasScalarsAlone }: CheckedDocument,
    { variables, operationName }: Operation,
    contextValue: RequestContext,
  ): ExecutionResult | Promise<ExecutionResult> {
    const schema = this.#schema;
    const operation = getOperationAST(document, operationName);
    if (compiled && operation && hasScalarsAlone) {
      const result = compiled(undefined, contextValue, variables);
      // Where the variables are wrong, nothing was run, and it says so at once.
      if (!("errors" in result) || "data" in result) return result;
    }
    // Compiled code would look for every error in the variables, take time for each, and word them unlike graphql.
    const definitions = operation?.variableDefinitions ?? [];
    const { errors } = getVariableValues(schema, definitions, variables ?? {}, { maxErrors: maxVariableErrors });
    if (errors) return { errors };
    if (compiled && operation) return compiled(undefined, contextValue, variables);
    // A name that no operation has is an error here.
    return execute({ schema, document, contextValue, variableValues: variables, operationName });
  }

  #check(source: string): CheckedDocument {
    const document = parseDocument(source, this.#limits);
    const { fields, literals } = measureDocument(document, this.#limits);
    const errors = validate(this.#schema, document, this.#rules, { maxErrors });
    if (errors.length > 0) throw new AggregateError(errors);
    const [operation, ...others] = document.definitions.filter((one) => one.kind === "OperationDefinition");
    const mayHoldSecret = operation?.operation === "mutation" && (literals || source.includes("#"));
    const isSmall = source.length <= maxCached.characters && fields <= maxCached.fields;
    const cached = isSmall && others.length === 0 && !mayHoldSecret;
    const checkedInCommit = others.length === 0 && operation !== undefined && this.#isCheckedInCommit(operation);
    const hasScalarsAlone = operation?.variableDefinitions?.every(isOfScalar) ?? true;
    return { document, fields, cached, hasScalarsAlone, checkedInCommit };
  }

  /** Compiling takes longer than running it once. */
  #compiled(known: CheckedDocument): CheckedDocument {
    if (known.compiled !== undefined) return known;
    const compiled = compileQuery(this.#schema, known.document);
    return isCompiledQuery(compiled) ? { ...known, compiled: compiled.query } : known;
  }

  /** Looks at its fields alone: a fragment counts as something else. */
  #isCheckedInCommit({ operation, selectionSet }: OperationDefinitionNode): boolean {
    const fields = this.#schema.getRootType(operation)?.getFields() ?? {};
    return selectionSet.selections.every(
      (one) => one.kind === "Field" && fields[one.name.value]?.extensions.checkedInCommit === true,
    );
  }
}

/** Whether a variable is a scalar of GraphQL itself. */
function isOfScalar({ type }: VariableDefinitionNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && specifiedScalarTypes.some(({ name }) => name === named.name.value);
}

function parseDocument(source: string, limits: Limits): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.documentTokens, noLocation: source.length > maxLocated });
  } catch (error) {
    if (error instanceof RangeError) throw limitExceeded(`nests more than ${limits.depth} levels`);
    if (error instanceof GraphQLError && error.message.includes("Parsing aborted")) {
      throw limitExceeded(`has more than ${limits.documentTokens} words and signs`);
    }
    throw error;
  }
}
