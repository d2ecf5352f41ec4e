import { hostName } from '../core/links/host-name.ts';
import { weaknessOf } from './weak-secret.ts';

/** The variables that production is strict about. */
export type GuardedInProduction = {
  SHOPIFY_API_SECRET: string;
  SHOPIFY_API_SECRET_BEFORE?: string | undefined;
  ENCRYPTION_KEY: string;
  MITTO_REPORT_SECRET: string;
  SHOPIFY_APP_URL: string;
  LINK_DOMAIN: string;
  SHOPIFY_SIM_ORIGIN?: string | undefined;
  APP_BRIDGE_URL: string;
  FAILPOINT?: unknown;
};

const SECRETS = [
  'SHOPIFY_API_SECRET',
  'SHOPIFY_API_SECRET_BEFORE',
  'ENCRYPTION_KEY',
  'MITTO_REPORT_SECRET',
] as const;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What does for a laptop and for nobody's customers: the variable, and what is wrong with it. */
export function productionProblems(env: GuardedInProduction): [keyof GuardedInProduction, string][] {
  const problems: [keyof GuardedInProduction, string][] = [];
  if (env.SHOPIFY_SIM_ORIGIN !== undefined) {
    const message = 'must not be set in production: it sends every Shopify call to a stand-in';
    problems.push(['SHOPIFY_SIM_ORIGIN', message]);
  }
  if (env.FAILPOINT !== undefined) {
    problems.push(['FAILPOINT', 'must not be set in production: the process would kill itself']);
  }
  if (!env.APP_BRIDGE_URL.startsWith('https://cdn.shopify.com/')) {
    const message = 'must not be set in production: only Shopify’s own script may run in the page';
    problems.push(['APP_BRIDGE_URL', message]);
  }
  if (!env.SHOPIFY_APP_URL.startsWith('https:')) {
    problems.push(['SHOPIFY_APP_URL', 'must be https in production: merchants’ tokens travel to it']);
  }
  if (LOOPBACK.has(hostName(env.LINK_DOMAIN))) {
    problems.push(['LINK_DOMAIN', 'must be a host that phones reach']);
  }
  for (const name of SECRETS) {
    const secret = env[name];
    const weakness = secret === undefined ? undefined : weaknessOf(secret);
    if (weakness !== undefined) {
      problems.push([name, weakness]);
    }
  }
  return problems;
}
