import { isTooDeep } from '../json-depth.ts';
import { parseExactJson } from '../parse-exact-json.ts';

/** A callback as it came in: the body of a POST, or the query string of a GET (with or without the "?"). */
export type CarrierCallback = { contentType: string | undefined; body: string } | { query: string };

const LISTS = ['messages', 'reports', 'results', 'data', 'items'];

/**
 * The things in a callback of the carrier. Its payloads are documented nowhere, so every form that the carrier's APIs and
 * clients are known for is taken: one object or a list (bare or in `messages`, `reports`, ...), JSON, form or query. A body
 * that cannot be read at all is one undefined.
 */
export function entriesOf(input: CarrierCallback): unknown[] {
  if ('query' in input) {
    return [Object.fromEntries(new URLSearchParams(firstFields(input.query)))];
  }
  const body = input.body.replace(/^\uFEFF/, '').trim();
  // The content type is not to be relied on, the first character is: no form begins with a bracket.
  if (!/^[[{]/.test(body)) {
    return [Object.fromEntries(new URLSearchParams(firstFields(body)))];
  }
  if (isTooDeep(body)) {
    return [undefined];
  }
  const parsed = parseExactJson(body);
  if (parsed === undefined) {
    return [undefined];
  }
  return Array.isArray(parsed.json) ? parsed.json : listIn(lowerCaseKeys(parsed.json));
}

/** A report has a dozen fields; what comes after these is nobody's, and not looked at. */
const FIELDS_MOST = 50;

function firstFields(form: string): string {
  let end = -1;
  for (let fields = 0; fields < FIELDS_MOST; fields += 1) {
    end = form.indexOf('&', end + 1);
    if (end === -1) {
      return form;
    }
  }
  return form.slice(0, end);
}

function listIn(json: Record<string, unknown>): unknown[] {
  for (const name of LISTS) {
    const list = json[name];
    if (Array.isArray(list)) {
      return list;
    }
  }
  return [json];
}

/** The fields of an entry under their names in small letters; none where it is no object. */
export function lowerCaseKeys(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {};
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
}
