import { AppProvider } from '@shopify/shopify-app-remix/react';
import type { ReactNode } from 'react';

/**
 * Polaris, with links that are Remix's and with answers to the menu of Shopify's admin (`shopify:navigate`).
 *
 * `isEmbeddedApp={false}` only keeps Shopify's AppProvider from loading App Bridge a second time: root.tsx has it in the
 * head, where Shopify wants it, with the API key.
 */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      {children}
    </AppProvider>
  );
}
