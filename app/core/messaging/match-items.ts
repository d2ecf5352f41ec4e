import type { AnswerItem } from './bulk-answer.ts';

type NamedItem = { index?: number; reference?: string; reason: string };
type Sent = readonly { readonly reference: string }[];
type Fate = { id: string; reason?: undefined } | { id?: undefined; reason: string };

export type MatchedItems =
  | { ok: true; accepted: { index: number; id: string }[]; refused: { index: number; reason: string }[] }
  | { ok: false; cause: 'count_differs' | 'items_not_matched' | 'contradictory' | 'duplicate_ids' };

/**
 * Ties every entry of a 2xx answer to the message it is about: by our reference or an index where the entries carry
 * one, by position only where none does and there is exactly one entry a message. Each message must come out with
 * one id or one refusal; anything less certain is no match, because a wrong tie shows one customer's fate on another.
 */
export function matchItems(
  items: readonly AnswerItem[],
  named: readonly NamedItem[],
  sent: Sent,
): MatchedItems {
  const places = placesOf(items, sent);
  if (!places.ok) {
    return places;
  }
  const fates = new Array<Fate | undefined>(sent.length).fill(undefined);
  for (const [i, { id, reason }] of items.entries()) {
    const place = places.at[i];
    if (place === undefined || place >= sent.length || fates[place] !== undefined) {
      return { ok: false, cause: 'items_not_matched' };
    }
    if (id !== undefined && reason !== undefined) {
      return { ok: false, cause: 'contradictory' };
    }
    fates[place] = id !== undefined ? { id } : reason !== undefined ? { reason } : undefined;
  }
  for (const { place, reason } of placed(named, sent)) {
    if (place === undefined || place >= sent.length) {
      return { ok: false, cause: 'items_not_matched' };
    }
    if (fates[place]?.id !== undefined) {
      return { ok: false, cause: 'contradictory' };
    }
    fates[place] ??= { reason };
  }
  return gather(fates);
}

/**
 * The messages that a refused call (400) names, each once, in the order of the request. Empty when it names none,
 * or one that was not in the call: then its numbering is not ours and none of it can be trusted.
 */
export function refusedItems(
  items: readonly AnswerItem[],
  named: readonly NamedItem[],
  sent: Sent,
): { index: number; reason: string }[] {
  const places = placesOf(items, sent);
  const refused = new Map<number, string>();
  for (const [i, { reason }] of items.entries()) {
    const place = places.ok ? places.at[i] : undefined;
    if (reason !== undefined && place !== undefined) {
      refused.set(place, reason);
    } else if (reason !== undefined) {
      return [];
    }
  }
  for (const { place, reason } of placed(named, sent)) {
    if (place === undefined) {
      return [];
    }
    refused.set(place, refused.get(place) ?? reason);
  }
  if ([...refused.keys()].some((place) => place >= sent.length)) {
    return [];
  }
  return [...refused].sort(([a], [b]) => a - b).map(([index, reason]) => ({ index, reason }));
}

function placesOf(
  items: readonly AnswerItem[],
  sent: Sent,
): { ok: true; at: (number | undefined)[] } | { ok: false; cause: 'count_differs' } {
  if (items.some(({ reference, index }) => reference !== undefined || index !== undefined)) {
    return { ok: true, at: placed(items, sent).map(({ place }) => place) };
  }
  return items.length === sent.length
    ? { ok: true, at: items.map((_, i) => i) }
    : { ok: false, cause: 'count_differs' };
}

function placed<T extends { reference?: string | undefined; index?: number | undefined }>(
  items: readonly T[],
  sent: Sent,
): (T & { place: number | undefined })[] {
  if (!items.some(({ reference }) => reference !== undefined)) {
    return items.map((item) => ({ ...item, place: item.index }));
  }
  const byReference = new Map(sent.map(({ reference }, i) => [reference.toLowerCase(), i]));
  return items.map((item) => {
    const { reference, index } = item;
    return { ...item, place: reference === undefined ? index : byReference.get(reference.toLowerCase()) };
  });
}

function gather(fates: readonly (Fate | undefined)[]): MatchedItems {
  const accepted: { index: number; id: string }[] = [];
  const refused: { index: number; reason: string }[] = [];
  for (const [index, fate] of fates.entries()) {
    if (fate === undefined) {
      return { ok: false, cause: 'count_differs' };
    }
    if (fate.id === undefined) {
      refused.push({ index, reason: fate.reason });
    } else {
      accepted.push({ index, id: fate.id });
    }
  }
  if (new Set(accepted.map(({ id }) => id)).size < accepted.length) {
    return { ok: false, cause: 'duplicate_ids' };
  }
  return { ok: true, accepted, refused };
}
