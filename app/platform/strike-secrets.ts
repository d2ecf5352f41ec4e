/**
 * What gives somebody a right, in the ways in which it can stand in a message, a stack or a path. Linear in the length of
 * the text: strangers write some of it.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Session tokens, and Shopify's access tokens.
  [/\beyJ[\w-]{4,}(?:\.[\w-]*){0,2}/g, '[struck]'],
  [/\bshp[a-z]{2,3}_[\w-]+/g, '[struck]'],
  // All of a query: tokens, signatures and codes stand there under many names.
  [/\?[^\s"'<>)\]},]*/g, '?[struck]'],
  [/(id_token|session|hmac|signature|code|token|secret|password)=[^&\s,}"']{1,4000}/gi, '$1=[struck]'],
  [/\b(bearer|basic) +[\w.~+/=-]+/gi, '$1 [struck]'],
  // The secret of Mitto's addresses, however the path is written.
  [/(\/mitto\/{1,9}[^/\s]{1,40}\/{1,9})[^\s"'<>?]+/gi, '$1[struck]'],
  // Keys and digests, in hexadecimal or base64.
  [/[A-Za-z0-9+_]{32,}={0,2}/g, '[struck]'],
];

/** What may be the code of a link: whoever has it can answer in somebody's name. */
const CODE = /\/[0-9A-Za-z]{10}(?![0-9A-Za-z_-])/g;
const HOST_MOST = 253;

/** Replaces tokens, secrets, codes and whole queries by `[struck]`. */
export function strikeSecrets(text: string): string {
  const struck = SECRETS.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
  return struck.replace(CODE, (found, at: number) =>
    UNLIKE_WORDS.test(found) || beginsPath(struck, at) ? '/[struck]' : found,
  );
}

/** Parts of our own addresses are words in small letters; hardly any code is. */
const UNLIKE_WORDS = /[A-Z0-9]/;

/** Whether a slash begins a path, as that of a code does: behind nothing, a space, a quotation mark or a host. */
function beginsPath(text: string, slash: number): boolean {
  if (slash === 0 || ' "\'(\n\t'.includes(text[slash - 1] ?? '')) {
    return true;
  }
  const before = text.slice(Math.max(0, slash - HOST_MOST - 3), slash);
  const host = before.lastIndexOf('://');
  return host !== -1 && !before.slice(host + 3).includes('/');
}

const PATH_MOST = 200;

/** The path of an address as it may stand in a log: without its query, and without what gives somebody a right. */
export const loggablePath = (url: string): string =>
  strikeSecrets((url.split('?', 1)[0] ?? '').slice(0, 5 * PATH_MOST)).slice(0, PATH_MOST);
