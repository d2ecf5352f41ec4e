const POSTGRES_BIGINT_MAX = 9_223_372_036_854_775_807n;
const POSTGRES_INTEGER_MAX = 2_147_483_647;
const FORM = /^s1-([1-9a-z][0-9a-z]{0,12})-(0|[1-9a-z][0-9a-z]{0,5})$/i;

/**
 * Our name for one text of one campaign, sent to Mitto with each message: `s1-<campaign>-<ordinal>` in base 36, at
 * most 23 characters. It names rows and no person, so it may stand in events and logs. `s1` is the form's version.
 */
export function formatReference(campaignId: bigint | string, ordinal: number): string {
  const campaign = BigInt(campaignId);
  if (campaign < 1n || campaign > POSTGRES_BIGINT_MAX) {
    throw new RangeError(`a campaign id is a positive Postgres bigint, not ${campaign}`);
  }
  if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal > POSTGRES_INTEGER_MAX) {
    throw new RangeError(`an ordinal is a whole number from 0 to ${POSTGRES_INTEGER_MAX}, not ${ordinal}`);
  }
  return `s1-${campaign.toString(36)}-${ordinal.toString(36)}`;
}

/**
 * The campaign (a decimal bigint) and ordinal a reference names, in whatever case it came back; undefined for
 * anything that `formatReference` did not write.
 */
export function parseReference(text: string): { campaignId: string; ordinal: number } | undefined {
  const [, campaign, ordinal] = FORM.exec(text) ?? [];
  if (campaign === undefined || ordinal === undefined) {
    return undefined;
  }
  const campaignId = base36(campaign);
  const number = Number.parseInt(ordinal, 36);
  if (campaignId > POSTGRES_BIGINT_MAX || number > POSTGRES_INTEGER_MAX) {
    return undefined;
  }
  return { campaignId: campaignId.toString(), ordinal: number };
}

// parseInt would lose the digits beyond 2^53.
function base36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) {
    value = value * 36n + BigInt(Number.parseInt(digit, 36));
  }
  return value;
}
