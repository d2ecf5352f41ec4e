import type { LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, Link, Outlet, useRouteError } from '@remix-run/react';
// Types of <ui-nav-menu>, which App Bridge defines.
import type {} from '@shopify/app-bridge-types';
import { Frame } from '../components/Frame.tsx';
import { Problem } from '../components/Problem.tsx';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateAdmin(request);
  return null;
}

export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

/** The frame of the embedded app, and the menu that Shopify's admin shows. */
export default function App() {
  return (
    <Frame>
      <Menu />
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  // Shopify's library throws a whole page with 200 where App Bridge must act first (a redirect out of the frame).
  // Only such a one is put in as it is: whatever else is thrown may hold a person's words.
  if (isRouteErrorResponse(error) && error.status === 200 && typeof error.data === 'string') {
    // biome-ignore lint/security/noDangerouslySetInnerHtml: a script of Shopify's library, for which it exists
    return <div dangerouslySetInnerHTML={{ __html: error.data }} />;
  }
  return (
    <Frame>
      <Menu />
      <Problem status={isRouteErrorResponse(error) ? error.status : 500} />
    </Frame>
  );
}

function Menu() {
  return (
    <ui-nav-menu>
      <Link to="/app" rel="home">
        Campaigns
      </Link>
      <Link to="/app/contacts">Contacts</Link>
      <Link to="/app/consent">Consent</Link>
      <Link to="/app/templates">Templates</Link>
      <Link to="/app/credits">Credits</Link>
      <Link to="/app/privacy">Privacy</Link>
      <Link to="/app/settings">Settings</Link>
    </ui-nav-menu>
  );
}
