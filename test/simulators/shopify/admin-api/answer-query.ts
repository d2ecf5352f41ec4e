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
import type { WebhookPoster } from '../webhooks/webhook-poster.ts';
import { activeSubscriptions, billingNode, oneTimePurchases, usageRecords } from './billing-fields.ts';
import {
  appPurchaseOneTimeCreate,
  appSubscriptionCancel,
  appSubscriptionCreate,
  appUsageRecordCreate,
} from './billing-mutations.ts';
import { customerSmsMarketingConsentUpdate } from './consent-mutation.ts';
import { customer, customers, customersCount, nodes, protectedField } from './customer-fields.ts';
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
import { bulkOperation, bulkOperationRunQuery } from './export-fields.ts';
import { order } from './order-fields.ts';
import { actualCost, requestedCost } from './query-cost.ts';
import { API_VERSION, adminSchema } from './schema.ts';
import {
  customerSegmentMembers,
  customerSegmentMembersQuery,
  customerSegmentMembersQueryCreate,
  segment,
  segments,
  segmentsCount,
} from './segment-fields.ts';
import { appInstallationObject, shopObject } from './shop-object.ts';
import { StandInError } from './stand-in-error.ts';

export interface AdminContext {
  shop: DemoShop;
  scopes: string;
  webhooks: WebhookPoster;
  now: () => Date;
  /** Where the app has reached the stand-in. */
  origin: string;
}

type Field = (context: AdminContext, args: unknown, source: FieldValues | undefined) => unknown;

/** Everything the stand-in can answer. A field that the app begins to use is added here. */
const FIELDS: Record<string, Field> = {
  'QueryRoot.shop': ({ shop }) => shopObject(shop),
  'QueryRoot.customers': ({ shop }, args) => customers(shop, args),
  'QueryRoot.customer': ({ shop }, args) => customer(shop, args),
  'QueryRoot.customersCount': ({ shop }, args) => customersCount(shop, args),
  'QueryRoot.segments': ({ shop }, args) => segments(shop, args),
  'QueryRoot.segment': ({ shop }, args) => segment(shop, args),
  'QueryRoot.segmentsCount': ({ shop }) => segmentsCount(shop),
  'QueryRoot.customerSegmentMembers': ({ shop }, args) => customerSegmentMembers(shop, args),
  'QueryRoot.customerSegmentMembersQuery': ({ shop }, args) => customerSegmentMembersQuery(shop, args),
  'Mutation.customerSegmentMembersQueryCreate': ({ shop }, args) =>
    customerSegmentMembersQueryCreate(shop, args),
  'QueryRoot.currentAppInstallation': ({ shop, scopes }) => appInstallationObject(shop, scopes),
  'Mutation.customerSmsMarketingConsentUpdate': (context, args) =>
    customerSmsMarketingConsentUpdate(context, args),
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
  'QueryRoot.order': ({ shop }, args) => order(shop, args),
  'QueryRoot.nodes': ({ shop }, args) => nodes(shop, args),
  'QueryRoot.bulkOperation': bulkOperation,
  'Mutation.bulkOperationRunQuery': bulkOperationRunQuery,
  ...Object.fromEntries(
    ['firstName', 'lastName', 'defaultEmailAddress', 'defaultPhoneNumber', 'defaultAddress'].map(
      (name): [string, Field] => [
        `Customer.${name}`,
        ({ shop }, _, source) => protectedField(shop, name, source),
      ],
    ),
  ),
  'QueryRoot.node': ({ shop }, args) => billingNode(shop, args),
  'AppInstallation.oneTimePurchases': ({ shop }, args) => oneTimePurchases(shop, args),
  'AppInstallation.activeSubscriptions': ({ shop }) => activeSubscriptions(shop),
  'AppSubscriptionLineItem.usageRecords': ({ shop }, args, source) => usageRecords(shop, args, source),
  'Mutation.appPurchaseOneTimeCreate': appPurchaseOneTimeCreate,
  'Mutation.appSubscriptionCreate': appSubscriptionCreate,
  'Mutation.appSubscriptionCancel': appSubscriptionCancel,
  'Mutation.appUsageRecordCreate': appUsageRecordCreate,
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
