import type { Mutant } from './mutant.ts';

const MESSAGING = 'app/features/messaging';
const caughtBy = [
  {
    project: 'db',
    file: 'test/flows/quotes.test.ts',
    named: 'whatever happens to a campaign, it is charged what was quoted',
  },
] as const;

/** Mistakes about what a campaign is quoted, and what it is charged in the end. */
export const quoteMutants: readonly Mutant[] = [
  {
    name: 'last-refund-missing',
    mistake: 'Of a campaign’s failed texts, one that fails alone is not refunded.',
    edits: [
      {
        in: 'app/features/credits/settle-refunds.server.ts',
        find: 'refunds.filter((one) => one.credits > 0)',
        replace: 'refunds.filter((one) => one.credits > 0 && one.texts > 1)',
      },
    ],
    caughtBy,
  },
  {
    name: 'refused-are-charged',
    mistake: 'A call that was taken in part is charged as if everybody’s text had been taken.',
    edits: [
      {
        in: `${MESSAGING}/accept-batch.server.ts`,
        find: 'const credits = known.tracedCredits;',
        replace: `const credits = open.from === 'unknown' ? known.tracedCredits
    : batch.recipients.reduce((sum, one) => sum + one.credits, 0);`,
      },
    ],
    caughtBy,
  },
  {
    name: 'overturned-are-charged',
    mistake: 'A text that turns out to have been sent after its credits were released counts as paid.',
    edits: [
      {
        in: `${MESSAGING}/insert-traced.server.ts`,
        find: 't.ordinal, $3, 0\n',
        replace: `t.ordinal, $3,
            (SELECT r.credits FROM recipient r WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal = t.ordinal)\n`,
      },
    ],
    caughtBy,
  },
  {
    name: 'silent-are-refunded',
    mistake: 'When an unknown is ended, texts that were not reported yet are refunded as well.',
    edits: [
      {
        in: `${MESSAGING}/settle-traced.server.ts`,
        find: "FROM paid WHERE state = 'failed'",
        replace: "FROM paid WHERE state <> 'delivered'",
      },
    ],
    caughtBy,
  },
  {
    name: 'escapes-cut',
    mistake: 'The parts of a text are its septets divided, as if the two of a euro sign could be parted.',
    edits: [
      {
        in: 'app/core/messaging/parts.ts',
        find: 'return septets === length ? Math.ceil(length / GSM7_JOINED) : fillGsm7(text).parts;',
        replace: 'return Math.ceil(septets / GSM7_JOINED);',
      },
    ],
    caughtBy: [
      {
        project: 'unit',
        file: 'app/core/messaging/parts.test.ts',
        named: 'a euro that would be cut moves on',
      },
    ],
  },
  {
    name: 'links-of-today',
    mistake: 'A text gets the link domain that the shop has when it is sent, not the one that was priced.',
    edits: [
      {
        in: `${MESSAGING}/write-texts.server.ts`,
        find: 'c.link_domain, c.capitals,',
        replace: `(SELECT coalesce(s.link_domain, c.link_domain) FROM shop s WHERE s.id = c.shop_id) AS link_domain,
  c.capitals,`,
      },
    ],
    caughtBy,
  },
  {
    name: 'new-price-unseen',
    mistake: 'Of two prices that begin on one day the first one is quoted, not the one that corrects it.',
    edits: [
      {
        in: 'app/core/credits/pricing.ts',
        find: 'row.from >= inForce.from',
        replace: 'row.from > inForce.from',
      },
    ],
    caughtBy: [
      {
        project: 'unit',
        file: 'app/core/credits/pricing.test.ts',
        named: 'of two rows of one day is the one that was added later',
      },
    ],
  },
  {
    name: 'old-review-confirmed',
    mistake: 'A tab that shows an old review confirms the price of the new one.',
    edits: [
      {
        in: 'app/core/campaigns/decide.ts',
        find: 'if (state.version !== command.version) {',
        replace: 'if (state.version < command.version) {',
      },
    ],
    caughtBy,
  },
];
