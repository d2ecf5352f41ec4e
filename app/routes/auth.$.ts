import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { ShopifyError } from '@shopify/shopify-api';
import { shopify } from '../platform/shopify/shopify.server.ts';

/** The addresses of Shopify's library: a page that fetches a session token, one that leaves the frame, and login. */
export async function loader({ request }: LoaderFunctionArgs) {
  if (new URL(request.url).pathname === '/auth/login') {
    // With a shop in the address it throws a redirect to where Shopify installs the app.
    await shopify.login(request);
    return redirect('/');
  }
  try {
    await shopify.authenticate.admin(request);
    return null;
  } catch (error) {
    // It refuses to lead out of the frame to an address that is neither ours nor Shopify's.
    if (error instanceof ShopifyError) {
      return new Response('This address leads nowhere. Open Sendbook from your Shopify admin.', {
        status: 400,
      });
    }
    throw error;
  }
}
