import fc from 'fast-check';
import {
  cancelCampaign,
  expireCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../../app/features/campaigns/stop-campaign.server.ts';
import { settleRefunds } from '../../app/features/credits/settle-refunds.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { styles } from './carrier.ts';
import { type Naming, report, unblock, type Word } from './carrier-steps.ts';
import { expectCountsToBeExact, expectEverythingToHold } from './checks.ts';
import {
  type Dispatch,
  dispatch,
  type Fate,
  giveUp,
  oversleep,
  wake,
  wakeTooLate,
} from './dispatch-steps.ts';
import { erase, grant, newCampaign, resend, send, setConsentOf } from './merchant-steps.ts';
import { pick, type World } from './world.ts';

export type Step = fc.AsyncCommand<World, World>;
/** Something that happens. `act` says whether it found something to do. */
export type Act<W extends World = World> = {
  kind: string;
  values: unknown[];
  act: (world: W) => Promise<boolean>;
};
/** How often each kind of step was made, and how often it found something to do. */
export const made = new Map<string, { times: number; did: number }>();

/** Makes a step, and keeps that it was made. */
export async function make<W extends World>(world: W, { kind, act }: Act<W>): Promise<void> {
  const did = await act(world);
  const before = made.get(kind) ?? { times: 0, did: 0 };
  made.set(kind, { times: before.times + 1, did: before.did + (did ? 1 : 0) });
}

export const describeAct = ({ kind, values }: Pick<Act, 'kind' | 'values'>): string =>
  `${kind}(${values.map((value) => JSON.stringify(value)).join(', ')})`;

/** One step and the checks after it. */
function asStep(act: Act): Step {
  return {
    check: () => true,
    async run(world) {
      await make(world, act);
      await expectEverythingToHold(world);
    },
    toString: () => describeAct(act),
  };
}

const step = (kind: string, values: unknown[], act: Act['act']): Act => ({ kind, values, act });

/** Which of a list: counted round it, so that it means something whatever the list holds. */
const anyNumber = fc.nat(23);

function onCampaign(
  kind: string,
  change: (shopId: number, campaignId: number) => Promise<{ kind: string }>,
): fc.Arbitrary<Act> {
  return anyNumber.map((n) =>
    step(kind, [n], async (world) => {
      const campaignId = pick(world.campaigns, n);
      return campaignId !== undefined && (await change(world.shopId, campaignId)).kind === 'done';
    }),
  );
}

function job(kind: string, run: (world: World) => Promise<void>): fc.Arbitrary<Act> {
  return fc.constant(kind).map(() =>
    step(kind, [], async (world) => {
      await run(world);
      return true;
    }),
  );
}

const dispatches: fc.Arbitrary<Act> = fc
  .record<Dispatch>({
    batch: anyNumber,
    style: fc.constantFrom(...styles),
    mask: fc.nat(7),
    fate: fc.constantFrom<Fate>('records', 'records', 'dies', 'sleeps'),
    optOut: fc.option(anyNumber, { freq: 3 }),
  })
  .map((values) => step('dispatch', [values], (world) => dispatch(world, values)));

const reports: fc.Arbitrary<Act> = fc
  .tuple(
    anyNumber,
    fc.constantFrom<Word>('Delivered', 'Failure', 'Sent', 'Carried off'),
    fc.constantFrom<Naming>('both', 'id', 'reference'),
  )
  .map(([n, word, naming]) => step('report', [n, word, naming], (world) => report(world, n, word, naming)));

const campaigns: fc.Arbitrary<Act> = fc
  .record({ people: fc.integer({ min: 1, max: 8 }), perBatch: fc.integer({ min: 1, max: 3 }) })
  .map((values) =>
    step('new campaign', [values], async (world) => {
      await newCampaign(world, values);
      return true;
    }),
  );

/** What can happen to a shop that sends campaigns; what happens more often in life stands here more often. */
export const acts: fc.Arbitrary<Act>[] = [
  ...Array.from({ length: 10 }, () => dispatches),
  reports,
  reports,
  reports,
  fc
    .tuple(fc.constantFrom('first', 'second', 'third'), fc.integer({ min: 1, max: 12 }))
    .map(([act, credits]) => step('grant', [act, credits], (world) => grant(world, act, credits))),
  anyNumber.map((n) => step('send', [n], (world) => send(world, n))),
  anyNumber.map((n) => step('resend', [n], (world) => resend(world, n))),
  anyNumber.map((n) => step('send', [n], (world) => send(world, n))),
  anyNumber.map((n) => step('wake', [n], (world) => wake(world, n))),
  anyNumber.map((n) => step('wake', [n], (world) => wake(world, n))),
  fc
    .tuple(anyNumber, anyNumber)
    .map(([n, who]) => step('oversleep', [n, who], (world) => oversleep(world, n, who))),
  fc
    .tuple(anyNumber, fc.constantFrom(...styles), fc.nat(7))
    .map(([n, style, mask]) =>
      step('wake too late', [n, style, mask], (world) => wakeTooLate(world, n, style, mask)),
    ),
  anyNumber.map((n) => step('give up', [n], (world) => giveUp(world, n))),
  job('sweep', sweep),
  job('sweep', sweep),
  job('match', matchParkedReports),
  job('match', matchParkedReports),
  job('settle refunds', settleRefunds),
  job('project', async (world) => {
    await projectCampaignCounts();
    await expectCountsToBeExact(world);
  }),
  fc.constant('unblock').map((kind) => step(kind, [], unblock)),
  onCampaign('pause', pauseCampaign),
  onCampaign('resume', resumeCampaign),
  fc.oneof(onCampaign('cancel', cancelCampaign), onCampaign('expire', expireCampaign)),
  fc.oneof(
    anyNumber.map((n) => step('opt out', [n], (world) => setConsentOf(world, n, 'unsubscribed'))),
    anyNumber.map((n) => step('opt in', [n], (world) => setConsentOf(world, n, 'subscribed'))),
    anyNumber.map((n) => step('erase', [n], (world) => erase(world, n))),
  ),
];

/** All steps of the model. */
export const steps: fc.Arbitrary<Step>[] = [...acts, campaigns].map((act) => act.map(asStep));
