import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { resendCampaign } from '../../app/features/campaigns/resend-campaign.server.ts';
import { eraseContact } from '../../app/features/compliance/erase-contact.server.ts';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';
import { confirm, draftCampaign } from '../support/flows/campaign.ts';
import { setConsent } from '../support/flows/shop.ts';
import { pick, tagOf, type World } from './world.ts';

export type NewCampaign = { people: number; perBatch: number };

/** Written, frozen and priced, for as many of the shop's people as asked for. */
export async function newCampaign(world: World, { people, perBatch }: NewCampaign): Promise<void> {
  const { campaignId } = await draftCampaign(world.shopId, {
    body: `Hi {{ first_name }}, ${'a'.repeat(100)}`,
    audience: { kind: 'tags', tags: [tagOf(people)] },
    perBatch,
  });
  world.campaigns.push(campaignId);
  await requestReview(world.shopId, campaignId);
  await freezeAudience(world.shopId, campaignId);
}

/** Presses Send, also on what was sent already and on what there are not enough credits for. */
export async function send(world: World, n: number): Promise<boolean> {
  // Mostly on the newest one, which is the one that waits.
  const campaignId = n % 4 === 0 ? pick(world.campaigns, n) : world.campaigns.at(-1);
  const pressed =
    campaignId === undefined
      ? undefined
      : await confirm({ shopId: world.shopId, campaignId }, { riskAccepted: true });
  return pressed?.kind === 'started';
}

/** Presses “Text them again” on some campaign and reviews the draft; the counters, which the page reads, are up to date. */
export async function resend(world: World, n: number): Promise<boolean> {
  const campaignId = pick(world.campaigns, n);
  await projectCampaignCounts();
  const drafted = campaignId === undefined ? undefined : await resendCampaign(world.shopId, campaignId);
  if (drafted?.kind !== 'drafted') {
    return false;
  }
  if (!world.campaigns.includes(drafted.campaignId)) {
    world.campaigns.push(drafted.campaignId);
  }
  await requestReview(world.shopId, drafted.campaignId);
  await freezeAudience(world.shopId, drafted.campaignId);
  return true;
}

/** The operator grants credits; an act that is asked for again is one act, and for another sum it is none. */
export async function grant(world: World, act: string, credits: number): Promise<boolean> {
  const granted = await grantCredits(world.shopId, credits, { by: 'operator', why: 'trial', commandId: act });
  const before = world.grants.get(act);
  const expected = before === undefined ? 'granted' : before === credits ? 'already_granted' : 'rejected';
  if (granted.kind !== expected) {
    throw new Error(`grant ${act} of ${credits} was ${granted.kind}, not ${expected}`);
  }
  world.grants.set(act, before ?? credits);
  return expected === 'granted';
}

export async function setConsentOf(
  world: World,
  n: number,
  consent: 'subscribed' | 'unsubscribed',
): Promise<boolean> {
  const person = pick(world.people, n);
  if (person === undefined || person.consent === 'erased') {
    return false;
  }
  person.consent = consent;
  await setConsent(world.shopId, person.contactId, consent);
  return true;
}

/** Forgets a person; asked again, it is known that she was erased. */
export async function erase(world: World, n: number): Promise<boolean> {
  const person = pick(world.people, n);
  if (person === undefined) {
    return false;
  }
  const erased = await eraseContact(world.shopId, person.contactId, { request: 'operator' });
  const expected = person.consent === 'erased' ? 'already_erased' : 'erased';
  if (erased.kind !== expected) {
    throw new Error(`erasing contact ${person.contactId} was ${erased.kind}, not ${expected}`);
  }
  for (const other of world.people) {
    // The other records of her number, which must not be texted any more either.
    if (other.phone !== null && other.phone === person.phone && other.consent !== 'erased') {
      other.consent = 'unsubscribed';
    }
  }
  person.consent = 'erased';
  return expected === 'erased';
}
