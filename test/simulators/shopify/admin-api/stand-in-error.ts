import { GraphQLError } from 'graphql';

/** A refusal that reaches the app as a GraphQL error; `code` is Shopify's, `BAD_REQUEST` unless said otherwise. */
export class StandInError extends GraphQLError {
  constructor(message: string, code = 'BAD_REQUEST') {
    super(message, { extensions: { code } });
  }
}
