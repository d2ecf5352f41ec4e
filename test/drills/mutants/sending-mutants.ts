import type { Edit, Mutant } from './mutant.ts';

const db = (file: string, named: string) => ({ project: 'db' as const, file, named });

const nobodyLooksLate: Edit = {
  in: 'app/features/messaging/dispatch-batch.server.ts',
  find: 'const batch = await leaveOutLate(claim.batch);',
  replace: 'const batch = claim.batch;',
};
const consentNotJudged: Edit = {
  in: 'app/features/messaging/claim-batch.server.ts',
  find: 'frozenAt: facts.frozen_at,',
  // Nobody's contact has changed since then.
  replace: "frozenAt: new Date('9999-01-01'),",
};

/** Mistakes about who is called, when, and what an answer means. */
export const sendingMutants: readonly Mutant[] = [
  {
    name: 'intent-after-call',
    mistake: 'The intent is committed after the call, so a process that dies in between calls again.',
    edits: [
      {
        in: 'app/features/messaging/claim-batch.server.ts',
        find: 'export async function claimBatch(key: BatchKey): Promise<Claim> {',
        replace:
          'export async function claimBatch(key: BatchKey, within: (batch: ClaimedBatch) => Promise<void> = async () => {}): Promise<Claim> {',
      },
      {
        in: 'app/features/messaging/claim-batch.server.ts',
        find: 'return claim(tx, key, facts);',
        replace:
          "const done = await claim(tx, key, facts); if (done.kind === 'claimed') { await within(done.batch); } return done;",
      },
      {
        in: 'app/features/messaging/dispatch-batch.server.ts',
        find: 'const claim = await claimBatch(key);',
        replace:
          "let early: BulkOutcome | undefined; const claim = await claimBatch(key, async (batch) => { early = await call(batch, deadline); failpoint('after-answer'); });",
      },
      {
        in: 'app/features/messaging/dispatch-batch.server.ts',
        find: 'const outcome = await call(batch, deadline);',
        replace: 'const outcome = early ?? (await call(batch, deadline));',
      },
      // The place where a drill kills a process moves with the call.
      {
        in: 'app/features/messaging/dispatch-batch.server.ts',
        find: "  failpoint('after-answer');\n",
        replace: '',
      },
    ],
    caughtBy: [
      db('test/flows/intent.test.ts', 'its intent is committed'),
      { drill: 'after-answer', seed: 1, recipients: 100 },
    ],
  },
  {
    name: 'intent-not-flushed',
    mistake:
      'The intent is committed without waiting for the disk, so a crash of the database takes it back.',
    edits: [
      {
        in: 'app/features/messaging/claim-batch.server.ts',
        find: 'const lease = randomUUID();',
        replace: "await tx.query('SET LOCAL synchronous_commit = off'); const lease = randomUUID();",
      },
    ],
    caughtBy: [db('test/flows/intent.test.ts', 'an intent is on the disk when its claim returns')],
  },
  {
    name: 'commits-as-the-server-likes',
    mistake: 'Whether a commit waits for the disk is left to the settings of the server.',
    edits: [{ in: 'app/platform/database.server.ts', find: '-c synchronous_commit=on ', replace: '' }],
    caughtBy: [db('test/flows/intent.test.ts', 'an intent is on the disk when its claim returns')],
  },
  {
    name: 'retry-on-5xx',
    mistake: 'A 500, 502, 503 or 504 is taken for “not sent”, and the call is made again.',
    edits: [
      {
        in: 'app/core/messaging/bulk-outcome.ts',
        find: 'if (!REFUSALS.has(status)) {',
        replace:
          "if (status >= 500 && status <= 504) { return notSent(code, 'Mitto failed'); } if (!REFUSALS.has(status)) {",
      },
    ],
    caughtBy: ['500', '502', '503', '504'].map((status) =>
      db('test/flows/unknown-outcomes.test.ts', `accept-then-${status}`),
    ),
  },
  {
    name: 'retry-after-timeout',
    mistake: 'A call without an answer is taken for “not sent”, and made again.',
    edits: [
      {
        in: 'app/core/messaging/bulk-outcome.ts',
        find: "return { class: 'unknown', cause: seen.cause, raw: '' };",
        replace: "return notSent('timeout', 'No answer came');",
      },
    ],
    caughtBy: [db('test/flows/unknown-outcomes.test.ts', 'accept-then-hang')],
  },
  {
    name: 'mapping-by-position',
    mistake: 'An answer with fewer entries than messages is tied to people by position.',
    edits: [
      {
        in: 'app/core/messaging/match-items.ts',
        find: 'return items.length === sent.length\n',
        replace: 'return items.length <= sent.length\n',
      },
      {
        in: 'app/core/messaging/match-items.ts',
        find: "if (fate === undefined) {\n      return { ok: false, cause: 'count_differs' };\n    }",
        replace: 'if (fate === undefined) {\n      continue;\n    }',
      },
    ],
    caughtBy: [
      db('test/flows/unknown-outcomes.test.ts', 'accept-short'),
      {
        project: 'unit',
        file: 'app/core/messaging/bulk-outcome.test.ts',
        named: 'unknown, because it may have been accepted',
      },
    ],
  },
  {
    name: 'deadline-not-rechecked',
    mistake: 'A process that slept while it connected writes its request after its deadline.',
    edits: [
      {
        in: 'app/platform/mitto/send-bulk.server.ts',
        find: 'if (performance.now() >= deadline) {',
        replace: 'if (deadline < 0) {',
      },
    ],
    caughtBy: [db('app/platform/mitto/send-bulk.server.test.ts', 'slept through the deadline')],
  },
  {
    name: 'opt-out-not-rechecked',
    mistake: 'Nobody looks for opt-outs between the intent and the call.',
    edits: [nobodyLooksLate],
    caughtBy: [db('test/flows/intent.test.ts', 'an opt-out that commits while the intent is being written')],
  },
  {
    name: 'consent-checked-at-freezing',
    mistake: 'The intent believes the frozen audience: only the look right before the call finds an opt-out.',
    edits: [consentNotJudged],
    caughtBy: [db('test/flows/who-is-texted.test.ts', 'she is left out by the intent itself')],
  },
  {
    name: 'opt-outs-not-looked-for',
    mistake:
      'Neither the intent nor the look before the call finds who has opted out since the audience was frozen.',
    edits: [consentNotJudged, nobodyLooksLate],
    caughtBy: [
      db('test/flows/who-is-texted.test.ts', 'an opt-out after Send keeps her from being texted'),
      { drill: 'opt-outs', seed: 2, recipients: 1_000 },
    ],
  },
  {
    name: 'cap-checked-at-planning',
    mistake: 'The frequency cap is not judged with the intent.',
    edits: [
      {
        in: 'app/features/messaging/claim-batch.server.ts',
        find: 'capHours: facts.cap_hours,',
        replace: 'capHours: null,',
      },
    ],
    caughtBy: [db('test/flows/who-is-texted.test.ts', 'the frequency cap leaves out whoever had a text')],
  },
  {
    name: 'cap-forgets-unknown',
    mistake: 'The frequency cap does not count texts whose call ended unknown.',
    edits: [
      {
        in: 'app/features/messaging/leave-out.server.ts',
        find: "b.status IN ('dispatching', 'accepted', 'unknown')",
        replace: "b.status IN ('dispatching', 'accepted')",
      },
    ],
    caughtBy: [db('test/flows/who-is-texted.test.ts', 'a text whose call ended unknown by')],
  },
  {
    name: 'codes-not-awaited',
    mistake: 'A batch is claimed although the discount codes of its texts are not in Shopify yet.',
    edits: [
      {
        in: 'app/features/messaging/claim-batch.server.ts',
        find: 'awaitsCodes: facts.awaits_codes,',
        replace: 'awaitsCodes: false,',
      },
    ],
    caughtBy: [db('test/flows/discounts.test.ts', 'trap 19: one discount is made')],
  },
  {
    name: 'late-look-without-its-minute',
    mistake:
      'The look before the call misses opt-outs that were stamped before the intent and seen after it.',
    edits: [
      {
        in: 'app/features/messaging/leave-out-late.server.ts',
        find: "revised_at > $2::timestamptz - interval '1 minute'",
        replace: 'revised_at > $2::timestamptz',
      },
    ],
    caughtBy: [db('test/flows/who-is-texted.test.ts', 'an opt-out stamped')],
  },
  {
    name: 'pause-not-awaited',
    mistake: 'An intent reads the campaign without locking it, so it can commit after a pause did.',
    edits: [{ in: 'app/features/messaging/claim-batch.server.ts', find: 'FOR SHARE OF k`', replace: '`' }],
    caughtBy: [
      db('test/model/stop-interleavings.test.ts', 'a pause that comes while a claim is being written'),
    ],
  },
  {
    name: 'fence-removed',
    mistake: 'An outcome is written whoever holds the lease of the batch.',
    edits: [
      {
        in: 'app/features/messaging/lock-batch.server.ts',
        find: "b.status IN ('dispatching', 'unknown') AND ($4::uuid IS NULL OR b.lease_token = $4)",
        replace: "b.status IN ('dispatching', 'unknown') AND ($4::uuid IS NULL OR true)",
      },
    ],
    caughtBy: [db('test/flows/unknown-resolved.test.ts', 'an outcome under another lease')],
  },
  {
    name: 'hint-instead-of-state',
    mistake: 'The sweep does not make lost jobs of batches again.',
    edits: [{ in: 'app/features/messaging/sweep.server.ts', find: '  queueLostDispatches,\n', replace: '' }],
    caughtBy: [db('test/flows/crashes.test.ts', 'although every job is lost at every step')],
  },
];
