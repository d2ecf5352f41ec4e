import { type FieldNode, type GraphQLError, Kind, parse, type SelectionSetNode, validate } from 'graphql';
import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import type { AdminContext } from './answer-query.ts';
import { customerSearch } from './customer-filter.ts';
import { customerObject, type FieldValues } from './customer-object.ts';
import type { ShopifyExport } from './export-book.ts';
import { adminSchema } from './schema.ts';
import { StandInError } from './stand-in-error.ts';

const runArguments = z.object({ query: z.string(), groupObjects: z.boolean() });

/**
 * `bulkOperationRunQuery(query, groupObjects: false)` for `customers(query) { edges { node { … } } }`, checked against the
 * real schema. Nested connections are refused.
 */
export function bulkOperationRunQuery(context: AdminContext, args: unknown): FieldValues {
  const { query, groupObjects } = runArguments.parse(args);
  const { shop, webhooks, now } = context;
  if (groupObjects) {
    throw new StandInError('the stand-in writes no grouped results');
  }
  if (shop.exports.busy) {
    return refused(
      'A bulk query operation for this app and shop is already in progress.',
      'OPERATION_IN_PROGRESS',
    );
  }
  const asked = readQuery(query);
  if ('problem' in asked) {
    return refused(asked.problem, 'INVALID');
  }
  const started = shop.exports.start(
    query,
    {
      filter: customerSearch(asked.search),
      toLine: (customer) => JSON.stringify(project(customerObject(customer), asked.node)),
    },
    {
      now: now(),
      ended: (one) =>
        webhooks.emit({
          shop: shop.domain,
          topic: 'bulk_operations/finish',
          body: finishedBody(shop, one, now()),
        }),
    },
  );
  return { bulkOperation: operationObject(shop, started, context.origin), userErrors: [] };
}

/** `bulkOperation(id)`; null for one that never was. */
export function bulkOperation({ shop, origin }: AdminContext, args: unknown): FieldValues | null {
  const found = shop.exports.find(z.object({ id: z.string() }).parse(args).id);
  return found === undefined ? null : operationObject(shop, found, origin);
}

function operationObject(shop: DemoShop, one: ShopifyExport, origin: string): FieldValues {
  const status = shop.exports.status(one);
  const done = status === 'COMPLETED';
  return {
    __typename: 'BulkOperation',
    id: one.id,
    status,
    type: 'QUERY',
    query: one.query,
    errorCode: status === 'FAILED' ? one.badEnd : null,
    objectCount: String(one.count),
    rootObjectCount: String(one.count),
    fileSize: done ? String(one.bytes) : null,
    url: done && one.count > 0 ? `${origin}/exports/${shop.domain}/${one.id.split('/').at(-1)}.jsonl` : null,
    partialDataUrl: null,
    createdAt: one.createdAt.toISOString(),
    completedAt: done ? one.createdAt.toISOString() : null,
  };
}

const finishedBody = (shop: DemoShop, one: ShopifyExport, at: Date): string =>
  JSON.stringify({
    admin_graphql_api_id: one.id,
    completed_at: at.toISOString(),
    created_at: one.createdAt.toISOString(),
    error_code: one.badEnd?.toLowerCase() ?? null,
    status: shop.exports.status(one).toLowerCase(),
    type: 'query',
  });

type Asked = { search: string | null; node: SelectionSetNode } | { problem: string };

function readQuery(query: string): Asked {
  try {
    const document = parse(query);
    const problems: readonly GraphQLError[] = validate(adminSchema(), document);
    const [operation] = document.definitions;
    const root =
      operation?.kind === Kind.OPERATION_DEFINITION
        ? fieldOf(operation.selectionSet, 'customers')
        : undefined;
    const node = fieldOf(fieldOf(root?.selectionSet, 'edges')?.selectionSet, 'node');
    if (problems[0] !== undefined || node?.selectionSet === undefined) {
      return { problem: problems[0]?.message ?? 'the stand-in exports customers { edges { node } } only' };
    }
    const search = root?.arguments?.find(({ name }) => name.value === 'query')?.value;
    return { search: search?.kind === Kind.STRING ? search.value : null, node: node.selectionSet };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const fieldOf = (set: SelectionSetNode | undefined, name: string): FieldNode | undefined =>
  set?.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value === name,
  );

/** The fields that were asked for, as the line of the result has them. */
function project(object: FieldValues, set: SelectionSetNode): FieldValues {
  const line: FieldValues = {};
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD || !(selection.name.value in object)) {
      throw new StandInError('the stand-in exports plain fields of customers only');
    }
    const field = object[selection.name.value];
    const value = typeof field === 'function' ? field(argumentsOf(selection)) : field;
    line[selection.alias?.value ?? selection.name.value] =
      selection.selectionSet === undefined || value === null
        ? value
        : project(value as FieldValues, selection.selectionSet);
  }
  return line;
}

/** A bulk query has no variables, so arguments are words. */
const argumentsOf = ({ arguments: given }: FieldNode): Record<string, string> =>
  Object.fromEntries(
    (given ?? []).flatMap(({ name, value }) =>
      value.kind === Kind.STRING ? [[name.value, value.value]] : [],
    ),
  );

function refused(message: string, code: string): FieldValues {
  return {
    bulkOperation: null,
    userErrors: [{ __typename: 'BulkOperationUserError', field: null, message, code }],
  };
}
