import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  Kind,
  print,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

/**
 * GraphQL's rule that fields of one name in the response ask for the same: it replaces graphql's own, which compares each
 * with each. Here each is compared with the first, in time that grows with the fields, each use of a fragment counted. It
 * takes every type for an object, which those of this schema are: fields of two types never share a place in a response.
 */
export function fieldsCanMerge(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: ({ selectionSet }) => checkSelections(context, new Map(), [selectionSet]),
  };
}

/** What fields ask for, as a number: written once, although a fragment's fields stand in many places. */
type Asked = Map<FieldNode | string, number>;

/** Selection sets whose fields are in one object of the response. */
function checkSelections(context: ValidationContext, known: Asked, selectionSets: readonly SelectionSetNode[]): void {
  const fields = new Map<string, FieldNode[]>();
  const used = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same) same.push(selection);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!used.has(selection.name.value)) {
        used.add(selection.name.value);
        const fragment = context.getFragment(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selectionSets) collect(selectionSet);
  for (const [name, [first, ...others]] of fields) {
    if (first === undefined) continue;
    const other = others.find((field) => askedBy(field, known) !== askedBy(first, known));
    if (other !== undefined) {
      const message = `Fields "${name}" conflict: they differ in field or arguments. Give them different aliases.`;
      context.reportError(new GraphQLError(message, { nodes: [first, other] }));
    }
    const inner = [first, ...others].flatMap((field) => field.selectionSet ?? []);
    if (inner.length > 0) checkSelections(context, known, inner);
  }
}

/** The same number for fields that ask for the same. */
function askedBy(field: FieldNode, known: Asked): number {
  let asked = known.get(field);
  if (asked === undefined) {
    const { name, arguments: args = [] } = field;
    const written = args.map((argument) => `${argument.name.value}: ${print(argument.value)}`);
    const whole = `${name.value}(${written.sort().join(", ")})`;
    asked = known.get(whole) ?? known.size;
    known.set(whole, asked).set(field, asked);
  }
  return asked;
}
