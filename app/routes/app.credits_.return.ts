import type { LoaderFunctionArgs } from '@remix-run/node';
import { returnFromShopify } from '../features/billing/return-from-shopify.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';

/** Where Shopify sends the merchant after she has approved or declined a charge. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  return redirect(await returnFromShopify(shopId, new URL(request.url).searchParams));
}
