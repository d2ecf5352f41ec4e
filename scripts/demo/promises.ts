import { finalStates } from '../../app/core/delivery/recipient-state.ts';
import { formatReference } from '../../app/core/messaging/reference.ts';
import type { AcceptedFact, CampaignFacts, RecipientFact } from './facts.ts';
import { takenStates } from './result.ts';

/**
 * Which promises a campaign broke, each as one line for the operator; empty when all were kept. With the simulator's
 * log the database is compared with who was really texted, without it with itself.
 */
export function brokenPromises(facts: CampaignFacts): string[] {
  return [
    ...countsAddUp(facts),
    ...everybodyIsAccountedFor(facts),
    ...creditsAddUp(facts),
    ...(facts.accepted === undefined ? [] : carrierAgrees(facts, facts.accepted)),
  ];
}

const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);
/** A line when a promise does not hold. */
const must = (kept: boolean, line: string): string[] => (kept ? [] : [line]);
const few = (names: readonly (string | number)[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;

function countsAddUp({ audience, excluded, recipientCount, recipients, counters }: CampaignFacts): string[] {
  const excludedAll = sum(Object.values(excluded));
  const states = new Map<string, number>();
  for (const { state } of recipients) {
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  const named = new Set([...states.keys(), ...Object.keys(counters)]);
  const differing = [...named].filter(
    (state) =>
      (states.get(state) ?? 0) !== (Object.entries(counters).find(([name]) => name === state)?.[1] ?? 0),
  );
  const numbers = recipients.flatMap(({ phone }) => phone ?? []);
  return [
    ...must(
      audience === excludedAll + recipientCount,
      `The counts don't add up: an audience of ${audience} is not ${excludedAll} left out and ${recipientCount} recipients.`,
    ),
    ...must(
      recipients.length === recipientCount,
      `The campaign speaks of ${recipientCount} recipients, and the audience holds ${recipients.length}.`,
    ),
    ...must(
      differing.length === 0,
      `The report page counts differently than the audience: ${few(differing)}.`,
    ),
    ...must(new Set(numbers).size === numbers.length, 'A number is in the frozen audience twice.'),
  ];
}

/** With a simulator every report arrives, so a text that waits for one was forgotten; another server may be silent. */
function everybodyIsAccountedFor({ recipients, accepted, credits }: CampaignFacts): string[] {
  const ended = new Set<string>([
    ...finalStates,
    'unknown',
    ...(accepted === undefined ? ['handed_over'] : []),
  ]);
  const open = recipients.filter(({ state }) => !ended.has(state));
  const unknown = recipients.filter(({ state }) => state === 'unknown');
  const atStake = sum(unknown.map((one) => one.credits));
  const ids = recipients.flatMap(({ messageId }) => messageId ?? []);
  return [
    ...must(open.length === 0, `${open.length} recipients have not come to an end (${few(statesOf(open))}).`),
    ...must(
      credits.held >= atStake && (unknown.length > 0 || credits.held === 0),
      `${credits.held} credits are held for ${unknown.length} unknown texts worth ${atStake}.`,
    ),
    ...must(new Set(ids).size === ids.length, 'Two recipients have the same message of Mitto.'),
    ...must(
      recipients.every(({ state, messageId }) => !takenStates.has(state) || messageId !== null),
      'A text counts as handed over without an id from Mitto.',
    ),
  ];
}

const statesOf = (recipients: readonly RecipientFact[]): string[] => [
  ...new Set(recipients.map(({ state }) => state)),
];

function creditsAddUp({ credits, balance, recipients }: CampaignFacts): string[] {
  const { quoted, held, spent, released, refunded } = credits;
  const costOf = (wanted: (one: RecipientFact) => boolean) =>
    sum(recipients.filter(wanted).map((one) => one.credits));
  const taken = costOf(({ state }) => takenStates.has(state));
  const failed = costOf(({ state }) => state === 'failed');
  const ceiling = costOf(() => true);
  // While a call's outcome is unknown its hold is open, also for those of its texts that a report has traced.
  const exact = !recipients.some(({ state }) => state === 'unknown');
  const income = balance.purchased + balance.granted;
  const outgo = balance.available + balance.held + balance.spent;
  return [
    ...must(quoted === ceiling, `Quoted were ${quoted} credits, the texts cost ${ceiling}.`),
    ...must(
      quoted === spent + released + held,
      `${quoted} credits quoted are not ${spent} spent, ${released} released and ${held} held.`,
    ),
    ...must(spent <= quoted, `${spent} credits were spent, more than the ${quoted} quoted.`),
    ...must(
      exact ? spent === taken : spent <= taken,
      `${spent} credits were spent, and the texts handed over cost ${taken}.`,
    ),
    ...must(
      exact ? refunded === failed : refunded <= failed,
      `${refunded} credits were refunded, and the failed texts cost ${failed}.`,
    ),
    ...must(income === outgo, `Credits leak: ${income} came in, ${outgo} are accounted for.`),
  ];
}

function carrierAgrees(facts: CampaignFacts, accepted: readonly AcceptedFact[]): string[] {
  const { campaignId, recipients, excludedPhones } = facts;
  const times = new Map<string, number>();
  const destinations = new Map<string, number>();
  for (const { reference = '', destination } of accepted) {
    times.set(reference, (times.get(reference) ?? 0) + 1);
    destinations.set(destination, (destinations.get(destination) ?? 0) + 1);
  }
  const twice = [...times].filter(([, count]) => count > 1).map(([reference]) => reference);
  const twiceByNumber = [...destinations].filter(([, count]) => count > 1);

  const byReference = new Map(
    recipients.map((one) => [formatReference(BigInt(campaignId), one.ordinal), one] as const),
  );
  const strangers = accepted.filter(({ reference }) => !byReference.has(reference ?? ''));
  const unrecorded: string[] = [];
  const differing: string[] = [];
  for (const text of accepted) {
    const one = byReference.get(text.reference ?? '');
    if (one === undefined) {
      continue;
    }
    if (!takenStates.has(one.state) && one.state !== 'unknown') {
      unrecorded.push(text.reference ?? '');
    }
    if (!isSameText(one, text)) {
      differing.push(text.reference ?? '');
    }
  }
  const invented = [...byReference]
    .filter(([reference, one]) => takenStates.has(one.state) && !times.has(reference))
    .map(([reference]) => reference);
  const numbersOfRecipients = new Set(recipients.map(({ phone }) => phone));
  const leftOutButTexted = excludedPhones.filter(
    (phone) => destinations.has(phone) && !numbersOfRecipients.has(phone),
  );
  return [
    ...must(twice.length === 0, `Mitto took ${twice.length} texts twice: ${few(twice)}.`),
    ...must(twiceByNumber.length === 0, `${twiceByNumber.length} numbers were texted twice.`),
    ...must(
      strangers.length === 0,
      `Mitto took ${strangers.length} texts that are nobody's of this campaign.`,
    ),
    ...must(
      unrecorded.length === 0,
      `Mitto took texts that the database does not know of: ${few(unrecorded)}.`,
    ),
    ...must(invented.length === 0, `Texts count as handed over that Mitto never took: ${few(invented)}.`),
    ...must(
      differing.length === 0,
      `What Mitto took differs from what was frozen (number, words, parts or id): ${few(differing)}.`,
    ),
    ...must(
      leftOutButTexted.length === 0,
      `${leftOutButTexted.length} people were texted although they were left out.`,
    ),
    ...must(!accepted.some(({ text }) => text.includes('{{')), 'A text went out with a merge tag in it.'),
  ];
}

function isSameText(one: RecipientFact, text: AcceptedFact): boolean {
  return (
    (one.phone === null || one.phone === text.destination) &&
    (one.text === undefined || one.text === text.text) &&
    (one.messageId === null || one.messageId === text.messageId) &&
    one.parts === text.parts
  );
}
