import type { ActionFunctionArgs } from '@remix-run/node';
import { checkDomain } from '../features/links/check-domain.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

/** Looks at the DNS of the shop's link domain now, because the merchant has just added the record. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  return Response.json({ linkDomainState: await checkDomain(shopId) });
}
