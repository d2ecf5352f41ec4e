import { parseArgs } from 'node:util';
import { z } from 'zod';
import { eraseContact } from '../app/features/compliance/erase-contact.server.ts';
import { findShop } from '../app/features/shops/find-shop.server.ts';
import { closeDatabase, pool } from '../app/platform/database.server.ts';

const USAGE = `npm run erase -- --shop DOMAIN --contact ID

Forgets one person of a shop, at once and for good: name, number, tags and language, and what every campaign froze of her.
ID is the number at the end of the address of the customer's page in the app. What she was sent is still counted and paid
for; a text that is being handed over at this moment may still reach her. Her number is texted again only after she has
agreed anew. Copies in backups, at Shopify and at Mitto are not reached from here.
Exit code 0: erased, now or before; 1: no such shop or contact, nothing was changed; 2: called wrongly.
`;

const wanted = z.object({
  shop: z
    .string('Name the shop as something.myshopify.com.')
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'Name the shop as something.myshopify.com.'),
  contact: z.coerce.number('Name the contact by its number.').int().positive(),
});

/** What to print, and the exit code. */
async function run(): Promise<[string, number]> {
  const asked = readArgs();
  if (typeof asked === 'string') {
    return [`${asked}\n\n${USAGE}`, 2];
  }
  const shop = await findShop(pool, asked.shop);
  if (shop === undefined) {
    return [`There is no shop ${asked.shop}. Nothing was changed.\n`, 1];
  }
  const erased = await eraseContact(shop.id, asked.contact, { request: 'operator' });
  switch (erased.kind) {
    case 'erased':
      return [
        `contact ${asked.contact} of ${asked.shop} is erased; ${erased.recipients} texts of campaigns were emptied\n`,
        0,
      ];
    case 'already_erased':
      return [`contact ${asked.contact} of ${asked.shop} was erased before\n`, 0];
    case 'not_found':
      return [`${asked.shop} has no contact ${asked.contact}. Nothing was changed.\n`, 1];
  }
}

/** Or what is wrong with them. */
function readArgs(): z.infer<typeof wanted> | string {
  try {
    const { values } = parseArgs({ options: { shop: { type: 'string' }, contact: { type: 'string' } } });
    const parsed = wanted.safeParse(values);
    return parsed.success ? parsed.data : parsed.error.issues.map(({ message }) => message).join(' ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const [text, code] = await run();
await closeDatabase();
(code === 0 ? process.stdout : process.stderr).write(text);
process.exitCode = code;
