import { DemoShop } from './demo-shop.ts';
import type { StandInOptions } from './options.ts';
import { TokenBook } from './token-book.ts';
import { WebhookPoster } from './webhooks/webhook-poster.ts';

/** Everything the routes share: what was asked for, the shops, and the tokens issued. */
export interface StandIn {
  options: StandInOptions;
  shops: ReadonlyMap<string, DemoShop>;
  /** The shop meant where a request names none: the first on the command line. */
  firstShop: DemoShop;
  tokens: TokenBook;
  webhooks: WebhookPoster;
  now: () => Date;
}

/** Each shop gets its own customers: the second one is made with `seed + 1`, and so on. */
export function createStandIn(options: StandInOptions, now: () => Date = () => new Date()): StandIn {
  const shops = new Map(
    options.shops.map((domain, i) => [
      domain,
      new DemoShop({ domain, customers: options.customers, seed: options.seed + i }),
    ]),
  );
  const [firstShop] = shops.values();
  if (firstShop === undefined) {
    throw new Error('a stand-in needs at least one shop');
  }
  const tokens = new TokenBook({ secret: options.apiSecret, scope: options.scopes, now });
  const webhooks = new WebhookPoster({
    appUrl: options.appUrl,
    secret: options.apiSecret,
    enabled: options.webhooks,
    now,
  });
  return { options, shops, firstShop, tokens, webhooks, now };
}
