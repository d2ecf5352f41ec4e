import fc from 'fast-check';
import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { askSilent } from '../../app/features/delivery/ask-silent.server.ts';
import { dispatchBatch } from '../../app/features/messaging/dispatch-batch.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { setConsentOf } from '../model/merchant-steps.ts';
import type { Act } from '../model/steps.ts';
import { batchesIn, passTime, pick } from '../model/world.ts';
import { BEHAVIOURS } from '../simulators/mitto/behaviours.ts';
import { changePrices } from './prices.ts';
import type { QuoteWorld } from './quote-world.ts';
import { changeRules, rules } from './rules.ts';
import { keepTaken } from './texts.ts';

type QuoteAct = Act<QuoteWorld>;
const anyNumber = fc.nat(23);
const act = (kind: string, values: unknown[], run: QuoteAct['act']): QuoteAct => ({ kind, values, act: run });

/** Each lasts longer than a campaign may, and tells the caller what another one does. */
const TOO_SLOW = ['accept-then-hang', 'drop-then-hang', 'accept-then-refuse-connections'];
const behaviours = BEHAVIOURS.filter((one) => !TOO_SLOW.includes(one));
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/** One batch, by the worker's own code from the intent to the outcome, over HTTP. */
export const callsTheCarrier: fc.Arbitrary<QuoteAct> = fc
  .record({
    batch: anyNumber,
    behaviour: fc.oneof(
      { weight: 10, arbitrary: fc.constant('accept' as const) },
      { weight: 2, arbitrary: fc.constantFrom('partial' as const, '400-item' as const) },
      { weight: 10, arbitrary: fc.constantFrom(...behaviours) },
      { weight: 1, arbitrary: fc.constant('no-connection' as const) },
    ),
    items: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 4 }),
    fails: fc.boolean(),
  })
  .map((call) =>
    act('call', [call], async (world) => {
      const key = pick(await batchesIn(world, ['ready', 'deferred']), call.batch);
      if (key === undefined) {
        return false;
      }
      await passTime(key, 'next_attempt_at');
      if (call.behaviour === 'no-connection') {
        env.MITTO_API_BASE_URL = NOWHERE;
      } else {
        world.mitto.next({ behaviour: call.behaviour, items: call.items }, call.fails);
      }
      await dispatchBatch(key);
      env.MITTO_API_BASE_URL = world.mitto.url;
      keepTaken(world);
      return true;
    }),
  );

/** The carrier is asked for texts that it has not reported. */
export const asksTheCarrier: fc.Arbitrary<QuoteAct> = fc.constant('ask').map((kind) =>
  act(kind, [], async ({ shopId }) => {
    const { rowCount } = await pool.query(
      'UPDATE send_batch SET next_poll_at = now() WHERE shop_id = $1 AND next_poll_at IS NOT NULL',
      [shopId],
    );
    await askSilent();
    return rowCount !== 0;
  }),
);

export const changesOfMind: fc.Arbitrary<QuoteAct> = fc
  .tuple(anyNumber, fc.constantFrom('subscribed' as const, 'unsubscribed' as const))
  .map(([n, consent]) => act('consent', [n, consent], (world) => setConsentOf(world, n, consent)));

/** The merchant changes her settings; the quiet hours are all of the day, or none. */
export const changesOfRules: fc.Arbitrary<QuoteAct> = fc
  .tuple(rules, fc.constantFrom(false, false, true))
  .map(([changes, quiet]) =>
    act('rules', [changes, quiet], async ({ shopId }) => {
      await changeRules(shopId, {
        ...changes,
        ...(quiet ? { quietFrom: '00:00', quietUntil: '23:59' } : { quietFrom: null, quietUntil: null }),
      });
      return true;
    }),
  );

/** The price list changes for everybody. */
export const changesOfPrice: fc.Arbitrary<QuoteAct> = fc.integer({ min: 1, max: 9 }).map((credits) =>
  act('prices', [credits], async () => {
    changePrices(credits);
    return true;
  }),
);

/** The merchant looks at the newest campaign again, if it has not been sent. */
export const reviewsAgain: fc.Arbitrary<QuoteAct> = fc.constant('review again').map((kind) =>
  act(kind, [], async ({ shopId, campaigns }) => {
    const campaignId = campaigns.at(-1);
    if (campaignId === undefined || (await requestReview(shopId, campaignId)).kind !== 'requested') {
      return false;
    }
    await freezeAudience(shopId, campaignId);
    return true;
  }),
);
