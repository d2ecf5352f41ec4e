import { type ChosenAudience, chosenAudienceSchema, type Exclude } from '../../../core/campaigns/audience.ts';
import { COSTLY_MAX, isCostly } from '../../../core/campaigns/audience-condition.ts';
import { audienceTexts as t } from '../../texts/audience.ts';

/** What is missing in an audience, in words for the merchant; undefined when it can be saved. */
export function audienceProblem(audience: ChosenAudience): string | undefined {
  const parsed = chosenAudienceSchema.safeParse(audience);
  if (parsed.success) {
    return undefined;
  }
  if (parsed.error.issues.some((issue) => issue.path[0] === 'exclude')) {
    return t.problems.exclude;
  }
  switch (audience.kind) {
    case 'tags':
      return t.problems.tags;
    case 'filter':
      return audience.conditions.filter(isCostly).length > COSTLY_MAX
        ? t.problems.costly
        : audience.conditions.length === 0
          ? t.problems.conditions
          : t.problems.condition;
    case 'segment':
      return t.problems.segment;
    default:
      return t.problems.list;
  }
}

/** The audience with other exclusions; one that leaves out nobody says nothing of it. */
export function leavingOut<T extends ChosenAudience>(audience: T, exclude: Exclude | undefined): T {
  const { exclude: _, ...rest } = { exclude: undefined, ...audience };
  // A member of the union without its optional property is the same member.
  return (exclude === undefined ? rest : { ...rest, exclude }) as T;
}
