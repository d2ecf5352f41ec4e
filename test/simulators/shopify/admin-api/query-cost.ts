import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';

const MUTATION_COST = 10;
const CONNECTION_COST = 2;

/**
 * Points a query is charged before it runs, after shopify.dev "Rate limits": an object 1, a connection 2 plus its
 * content for each of `first` / `last` rows, a mutation 10, scalars nothing. Shopify's real numbers are not
 * published to the digit; this is near enough to meet throttling, not to predict it.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }

  const costOfSelections = (set: SelectionSetNode, parent: GraphQLCompositeType): number => {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        cost += costOfField(selection, parent);
      } else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const typeName = fragment?.typeCondition?.name.value;
        const type = typeName === undefined ? parent : schema.getType(typeName);
        cost +=
          fragment !== undefined && isCompositeType(type) ? costOfSelections(fragment.selectionSet, type) : 0;
      }
    }
    return cost;
  };

  const costOfField = (field: FieldNode, parent: GraphQLCompositeType): number => {
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    if (field.selectionSet === undefined || !isCompositeType(type)) {
      return 0;
    }
    const inside = costOfSelections(field.selectionSet, type);
    if (type.name === 'PageInfo' || type.name.endsWith('Edge')) {
      return inside;
    }
    return type.name.endsWith('Connection')
      ? CONNECTION_COST + Math.max(1, inside) * rowsAskedFor(field, variables)
      : 1 + inside;
  };

  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  const cost = root ? costOfSelections(operation.selectionSet, root) : 0;
  return isMutation ? cost + MUTATION_COST : cost;
}

/** Points for what was in fact returned: one per object, and 10 for a mutation. */
export function actualCost(data: unknown, isMutation: boolean): number {
  return countObjects(data) - 1 + (isMutation ? MUTATION_COST : 0);
}

function rowsAskedFor(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value === 'first' || argument.name.value === 'last') {
      const { value } = argument;
      const rows =
        value.kind === Kind.INT
          ? Number(value.value)
          : value.kind === Kind.VARIABLE
            ? Number(variables[value.name.value])
            : Number.NaN;
      return Number.isFinite(rows) ? rows : 1;
    }
  }
  return 1;
}

function countObjects(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + countObjects(item), 0);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).reduce<number>((sum, item) => sum + countObjects(item), 1);
  }
  return 0;
}
