/** A webhook of Shopify as the inbox kept it. The shop is the one that the signature covers. */
export type Webhook = {
  /** X-Shopify-Webhook-Id: one per delivery. */
  id: string;
  /** As in shopify.app.toml: `customers/update`. */
  topic: string;
  shopId: number;
  domain: string;
  /** False once the app was uninstalled; what comes afterwards may still have to be obeyed. */
  installed: boolean;
  /** When it happened, by Shopify's clock. */
  triggeredAt: Date;
  /** The body. An integer that JavaScript can't hold is there as the text of its digits. */
  payload: unknown;
};

/** What a webhook led to; the inbox keeps `why` as its outcome, so it is a code and holds nobody's data. */
export type Handled = { kind: 'handled' } | { kind: 'ignored'; why: string };

/**
 * Works off one webhook, in a job. It may come twice, late and after a newer one. A payload that can't be read is ignored
 * with a reason; a throw means "not now", and the job tries again.
 */
export type WebhookHandler = (webhook: Webhook) => Promise<Handled>;
