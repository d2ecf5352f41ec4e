import { env } from '../env.server.ts';
import { addDocumentResponseHeaders } from './shopify.server.ts';

/** The headers of every document, the page of an error included: who may frame it, and that no cache keeps it. */
export function setDocumentHeaders(request: Request, headers: Headers): void {
  addDocumentResponseHeaders(request, headers);
  // The library's preload names Shopify's own script, whatever script the page loads.
  if (!env.APP_BRIDGE_URL.startsWith('https://cdn.shopify.com/')) {
    headers.delete('Link');
  }
  // Without a shop in the address the library says nothing about frames: then nobody may.
  if (!headers.has('Content-Security-Policy')) {
    headers.set('Content-Security-Policy', "frame-ancestors 'none';");
  }
  if (!headers.has('Cache-Control')) {
    headers.set('Cache-Control', 'no-store');
  }
  headers.set('Content-Type', 'text/html; charset=utf-8');
}
