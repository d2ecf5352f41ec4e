import { type CustomerAudience, excludeOf } from '../../../app/core/campaigns/audience.ts';
import type { Condition } from '../../../app/core/campaigns/audience-condition.ts';
import type { Added } from './audience-world.ts';

/** What the numbers in an audience's lists and segments stand for among people's own. */
export type Places = { list(id: number): number; segment(id: string): number };

/**
 * Who of these people is in an audience, found out person by person: slow, and so simple that it can be believed. Texts and
 * clicks are of numbers, so they count for everybody with the number.
 */
export function whoIsIn(audience: CustomerAudience, everybody: readonly Added[], places: Places): number[] {
  const exclude = excludeOf(audience);
  const isTexted = (one: Added, days: number) =>
    sameNumber(one, everybody).some((other) =>
      other.texted.some((text) => text.days < days && ['accepted', 'resolved'].includes(text.how)),
    );
  const isEngaged = (one: Added, days: number) =>
    (one.lastOrder !== null && one.lastOrder < days) ||
    sameNumber(one, everybody).some((other) =>
      other.clicked.some((click) => click.days < days && click.how === 'page'),
    );
  const hasAny = (one: Added, tags: readonly string[]) =>
    one.tags.some((tag) => tags.some((other) => other.toLowerCase() === tag.toLowerCase()));

  const meets = (one: Added, condition: Condition): boolean => {
    switch (condition.field) {
      case 'country':
        return one.country !== null && condition.in.includes(one.country);
      case 'language':
        return one.locale !== null && condition.in.includes(one.locale.split('-')[0]?.toLowerCase() ?? '');
      case 'last_order':
        return condition.is === 'never'
          ? one.lastOrder === null && one.orders === 0
          : one.lastOrder !== null &&
              Date.now() - (one.lastOrder + 0.5) * 86_400_000 < Date.parse(condition.date) ===
                (condition.is === 'before');
      case 'spent':
        return condition.is === 'at_least' ? one.spent >= condition.amount : one.spent <= condition.amount;
      case 'orders':
        return condition.is === 'at_least' ? one.orders >= condition.count : one.orders <= condition.count;
      case 'tags':
        return hasAny(one, condition.tags) === (condition.is === 'any');
      case 'engaged':
        return isEngaged(one, condition.days);
      case 'not_texted':
        return !isTexted(one, condition.days);
    }
  };
  const isIn = (one: Added): boolean => {
    switch (audience.kind) {
      case 'everyone':
        return true;
      case 'tags':
        return hasAny(one, audience.tags);
      case 'filter':
        return audience.conditions.every((condition) => meets(one, condition));
      case 'segment':
        return one.segments.includes(places.segment(audience.segment.id));
      case 'list':
        return one.lists.includes(places.list(audience.listId));
    }
  };
  const isLeftOut = (one: Added): boolean =>
    hasAny(one, exclude.tags ?? []) ||
    (exclude.lists ?? []).some((id) => one.lists.includes(places.list(id))) ||
    (exclude.segments ?? []).some(({ id }) => one.segments.includes(places.segment(id))) ||
    (exclude.textedWithinDays !== undefined && isTexted(one, exclude.textedWithinDays));

  return everybody.filter((one) => one.gone === null && isIn(one) && !isLeftOut(one)).map((one) => one.id);
}

const sameNumber = (one: Added, everybody: readonly Added[]): Added[] =>
  one.phone === null ? [] : everybody.filter((other) => other.phone === one.phone);
