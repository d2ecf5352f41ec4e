import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What the stand-in is told on its command line. */
export const optionsSchema = z.strictObject({
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  appUrl: z.url({
    protocol: /^https?$/,
    error: 'must be the address of the app, e.g. http://127.0.0.1:3000',
  }),
  apiKey: z.string().min(1, 'must be the app’s SHOPIFY_API_KEY'),
  apiSecret: z.string().min(1, 'must be the app’s SHOPIFY_API_SECRET'),
  shops: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'must look like demo.myshopify.com'))
    .min(1, 'name at least one, e.g. --shop demo.myshopify.com'),
  customers: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  seed: z.coerce.number().int().min(0).default(1),
  locale: z.string().min(2).default('en'),
  /** Whether what happens in the shop is posted to the app. */
  webhooks: z.boolean().default(false),
  scopes: z
    .string()
    .default('read_customers,write_customers,read_customer_merge,read_orders,read_discounts,write_discounts'),
});
export type StandInOptions = z.infer<typeof optionsSchema>;

export type ReadOptions = { ok: true; options: StandInOptions } | { ok: false; message: string };

/** Reads `--port 0 --app-url … --api-key … --api-secret … --shop …`; says which flag is wrong and what it expects. */
export function readOptions(argv: string[]): ReadOptions {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        port: { type: 'string' },
        'app-url': { type: 'string' },
        'api-key': { type: 'string' },
        'api-secret': { type: 'string' },
        shop: { type: 'string', multiple: true },
        customers: { type: 'string' },
        seed: { type: 'string' },
        locale: { type: 'string' },
        scopes: { type: 'string' },
        webhooks: { type: 'boolean' },
      },
    });
    const parsed = optionsSchema.safeParse({
      port: values.port,
      appUrl: values['app-url'],
      apiKey: values['api-key'],
      apiSecret: values['api-secret'],
      shops: values.shop ?? [],
      customers: values.customers,
      seed: values.seed,
      locale: values.locale,
      scopes: values.scopes,
      webhooks: values.webhooks,
    });
    return parsed.success
      ? { ok: true, options: parsed.data }
      : { ok: false, message: `The Shopify stand-in cannot start:\n${z.prettifyError(parsed.error)}` };
  } catch (error) {
    return { ok: false, message: `The Shopify stand-in cannot start: ${String(error)}` };
  }
}
