import type { LinksFunction, MetaFunction } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import type { ReactNode } from 'react';
import { Frame } from './components/Frame.tsx';
import { Problem } from './components/Problem.tsx';
import { env } from './platform/env.server.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: polarisStyles }];

/** Shopify's admin shows the title of the page itself; this is for a tab of its own and for screen readers. */
export const meta: MetaFunction = () => [{ title: 'Sendbook' }];

export function loader() {
  return { apiKey: env.SHOPIFY_API_KEY, appBridgeUrl: env.APP_BRIDGE_URL };
}

/** The document around every page, the page of an error included. */
export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  // Public pages are not in Shopify's admin, and load nothing of it.
  const embedded = useLocation().pathname.startsWith('/app');
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        {embedded && data !== undefined ? (
          <>
            {/* Shopify wants its script first, and neither async nor deferred. */}
            <meta name="shopify-api-key" content={data.apiKey} />
            <script src={data.appBridgeUrl} />
          </>
        ) : null}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

/** For what no page caught: an unknown address, or an error in the frame of the app itself. */
export function ErrorBoundary() {
  const error = useRouteError();
  return (
    <Frame>
      <Problem status={isRouteErrorResponse(error) ? error.status : 500} />
    </Frame>
  );
}
