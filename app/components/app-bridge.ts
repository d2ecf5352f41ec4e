// Types of the global `shopify`, which the App Bridge script defines in the browser.
import type {} from '@shopify/app-bridge-types';

/** App Bridge, once its script has run; undefined on the server and in a page without it. */
export function appBridge(): typeof shopify | undefined {
  return typeof shopify === 'undefined' ? undefined : shopify;
}

/** A short confirmation of what was done. Never for errors: it disappears by itself. */
export function showToast(message: string): void {
  appBridge()?.toast.show(message);
}
