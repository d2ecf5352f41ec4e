import {
  type DocumentNode,
  executeSync,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFieldResolver,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import { customerSmsMarketingConsentUpdate } from './consent-mutation.ts';
import { customer, customers, customersCount } from './customer-fields.ts';
import type { FieldValues } from './customer-object.ts';
import {
  codeDiscountNode,
  codeDiscountNodeByCode,
  discountCodes,
  discountRedeemCodeBulkCreation,
  importedCodes,
} from './discount-fields.ts';
import {
  discountCodeBasicCreate,
  discountCodeDelete,
  discountCodeRedeemCodeBulkDelete,
  discountRedeemCodeBulkAdd,
} from './discount-mutations.ts';
import { actualCost, requestedCost } from './query-cost.ts';
import { API_VERSION, adminSchema } from './schema.ts';
import { customerSegmentMembers, segment, segments, segmentsCount } from './segment-fields.ts';
import { appInstallationObject, shopObject } from './shop-object.ts';
import { StandInError } from './stand-in-error.ts';

export interface AdminContext {
  shop: DemoShop;
  scopes: string;
  now: () => Date;
}

type Field = (context: AdminContext, args: unknown, source: FieldValues | undefined) => unknown;

/** Everything the stand-in can answer. A field that the app begins to use is added here. */
const FIELDS: Record<string, Field> = {
  'QueryRoot.shop': ({ shop }) => shopObject(shop),
  'QueryRoot.customers': ({ shop }, args) => customers(shop, args),
  'QueryRoot.customer': ({ shop }, args) => customer(shop, args),
  'QueryRoot.customersCount': ({ shop }, args) => customersCount(shop, args),
  'QueryRoot.segments': (_, args) => segments(args),
  'QueryRoot.segment': (_, args) => segment(args),
  'QueryRoot.segmentsCount': () => segmentsCount(),
  'QueryRoot.customerSegmentMembers': ({ shop }, args) => customerSegmentMembers(shop, args),
  'QueryRoot.currentAppInstallation': ({ shop, scopes }) => appInstallationObject(shop, scopes),
  'Mutation.customerSmsMarketingConsentUpdate': ({ shop, now }, args) =>
    customerSmsMarketingConsentUpdate(shop, args, now()),
  'QueryRoot.codeDiscountNode': ({ shop }, args) => codeDiscountNode(shop, args),
  'QueryRoot.codeDiscountNodeByCode': ({ shop }, args) => codeDiscountNodeByCode(shop, args),
  'QueryRoot.discountRedeemCodeBulkCreation': ({ shop }, args) => discountRedeemCodeBulkCreation(shop, args),
  'DiscountCodeBasic.codes': ({ shop }, args, source) => discountCodes(shop, args, source),
  'DiscountRedeemCodeBulkCreation.codes': ({ shop }, args, source) => importedCodes(shop, args, source),
  'Mutation.discountCodeBasicCreate': ({ shop }, args) => discountCodeBasicCreate(shop, args),
  'Mutation.discountRedeemCodeBulkAdd': ({ shop }, args) => discountRedeemCodeBulkAdd(shop, args),
  'Mutation.discountCodeRedeemCodeBulkDelete': ({ shop }, args) =>
    discountCodeRedeemCodeBulkDelete(shop, args),
  'Mutation.discountCodeDelete': ({ shop }, args) => discountCodeDelete(shop, args),
};

const resolveField: GraphQLFieldResolver<FieldValues | undefined, AdminContext> = (
  source,
  args,
  context,
  info,
) => {
  const name = `${info.parentType.name}.${info.fieldName}`;
  const field = FIELDS[name];
  if (field !== undefined) {
    return field(context, args, source);
  }
  if (source === undefined || !(info.fieldName in source)) {
    throw new StandInError(
      `The Shopify stand-in does not answer ${name} (it is in Admin API ${API_VERSION}, only not in the demo)`,
      'NOT_IN_STAND_IN',
    );
  }
  return source[info.fieldName];
};

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** The body of Shopify's answer: `errors` with 200 is how it refuses, also for THROTTLED. */
export type AdminAnswer = FormattedExecutionResult;

/**
 * Answers one GraphQL request against the real schema: parses and validates it, charges its cost to the shop's
 * bucket, and executes it over the demo shop.
 */
export function answerQuery(body: unknown, context: AdminContext): AdminAnswer {
  const request = requestSchema.safeParse(body);
  if (!request.success) {
    return refusal(new StandInError('the body must be JSON with a “query” text'));
  }
  const { query, variables, operationName } = request.data;
  const schema = adminSchema();
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return refusal(error instanceof GraphQLError ? error : new StandInError(String(error)));
  }
  const problems = validate(schema, document);
  if (problems.length > 0) {
    return { errors: problems.map((problem) => problem.toJSON()) };
  }
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return refusal(new StandInError('name one query or mutation of the document as operationName'));
  }

  const { bucket } = context.shop;
  const requested = requestedCost(schema, document, operation, variables ?? {});
  if (!bucket.take(requested)) {
    const throttled = new StandInError('Throttled', 'THROTTLED');
    return { ...refusal(throttled), extensions: cost(requested, null) };
  }
  const result = executeSync({
    schema,
    document,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
    contextValue: context,
    fieldResolver: resolveField,
  });
  const actual = actualCost(result.data, operation.operation === OperationTypeNode.MUTATION);
  bucket.giveBack(requested - actual);
  return {
    ...(result.errors === undefined ? {} : { errors: result.errors.map((error) => error.toJSON()) }),
    ...(result.data === undefined ? {} : { data: result.data }),
    extensions: cost(requested, actual),
  };

  function cost(requestedQueryCost: number, actualQueryCost: number | null) {
    return { cost: { requestedQueryCost, actualQueryCost, throttleStatus: bucket.status() } };
  }
}

function refusal(error: GraphQLError): AdminAnswer {
  return { errors: [error.toJSON()] };
}
