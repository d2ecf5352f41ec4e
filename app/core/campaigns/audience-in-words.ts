import { unreachable } from '../decision.ts';
import { type Audience, type Exclude, excludeOf } from './audience.ts';
import type { Condition } from './audience-condition.ts';

const LOCALE = 'en-GB';
const regions = new Intl.DisplayNames([LOCALE], { type: 'region' });
const languages = new Intl.DisplayNames([LOCALE], { type: 'language' });
const both = new Intl.ListFormat(LOCALE, { type: 'conjunction' });
const either = new Intl.ListFormat(LOCALE, { type: 'disjunction' });
const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
/** More than this many of a kind are summed up. */
const NAMED = 6;

/**
 * Whom an audience is, for people: "Customers with a number in Greece and not texted in the last 7 days, except those tagged
 * “staff”".
 *
 * @param lists the names of the shop's lists that it names; one that is not in it does not exist any more.
 */
export function audienceInWords(audience: Audience, lists: ReadonlyMap<number, string>): string {
  const except = exceptions(excludeOf(audience), lists);
  return except.length === 0
    ? whoIsIn(audience, lists)
    : `${whoIsIn(audience, lists)}, except those ${both.format(except)}`;
}

function whoIsIn(audience: Audience, lists: ReadonlyMap<number, string>): string {
  switch (audience.kind) {
    case 'everyone':
      return 'Every customer';
    case 'tags':
      return `Customers tagged ${oneOf(audience.tags.map(quoted))}`;
    case 'filter':
      return `Customers ${both.format(audience.conditions.map(conditionInWords))}`;
    case 'segment':
      return `Customers in the segment ${quoted(audience.segment.name)}`;
    case 'list':
      return `Customers on ${listInWords(audience.listId, lists)}`;
    case 'unresolved':
      return 'People of an earlier campaign who may not have got its text';
    case 'test':
      return 'Your own phones';
    case 'confirmation':
      return 'Customers who have signed up and not confirmed it yet';
    default:
      return unreachable(audience);
  }
}

function exceptions(exclude: Exclude, lists: ReadonlyMap<number, string>): string[] {
  return [
    ...(exclude.tags === undefined ? [] : [`tagged ${oneOf(exclude.tags.map(quoted))}`]),
    ...(exclude.lists ?? []).map((id) => `on ${listInWords(id, lists)}`),
    ...(exclude.segments ?? []).map(({ name }) => `in the segment ${quoted(name)}`),
    ...(exclude.textedWithinDays === undefined ? [] : [`texted in ${lastDays(exclude.textedWithinDays)}`]),
  ];
}

function conditionInWords(condition: Condition): string {
  switch (condition.field) {
    case 'country':
      return `with a number in ${oneOf(condition.in.map((code) => regions.of(code) ?? code))}`;
    case 'language':
      return `whose language is ${oneOf(condition.in.map((code) => languages.of(code) ?? code))}`;
    case 'last_order':
      return condition.is === 'never'
        ? 'who have never ordered'
        : `whose last order was ${condition.is === 'before' ? 'before' : 'on or after'} ${day.format(new Date(condition.date))}`;
    case 'spent':
      return `who have spent ${bound(condition.is)} ${number.format(condition.amount)}`;
    case 'orders':
      return `with ${bound(condition.is)} ${counted(condition.count, 'order')}`;
    case 'tags':
      return `${condition.is === 'none' ? 'not ' : ''}tagged ${oneOf(condition.tags.map(quoted))}`;
    case 'engaged':
      return `who opened a link or ordered in ${lastDays(condition.days)}`;
    case 'not_texted':
      return `not texted in ${lastDays(condition.days)}`;
    default:
      return unreachable(condition);
  }
}

const quoted = (text: string): string => `“${text}”`;
const bound = (is: 'at_least' | 'at_most'): string => (is === 'at_least' ? 'at least' : 'at most');
const counted = (count: number, one: string): string =>
  `${number.format(count)} ${one}${count === 1 ? '' : 's'}`;
const lastDays = (days: number): string =>
  days === 1 ? 'the last 24 hours' : `the last ${counted(days, 'day')}`;

function oneOf(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return either.format(rest > 1 ? [...names.slice(0, NAMED), `${rest} others`] : names);
}

function listInWords(id: number, lists: ReadonlyMap<number, string>): string {
  const name = lists.get(id);
  return name === undefined ? 'a list that does not exist any more' : `the list ${quoted(name)}`;
}
