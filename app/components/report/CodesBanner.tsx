import { Banner } from '@shopify/polaris';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { discountTexts as t } from '../texts/discounts.ts';

type Props = {
  status: CampaignStatus;
  codes: { failed: boolean; made: number; people: number } | null;
};

/** Says why nothing leaves while a campaign's discount codes are not in Shopify. A pause says its own reason. */
export function CodesBanner({ status, codes }: Props) {
  if (codes === null || (codes.failed && status !== 'scheduled')) {
    return null;
  }
  return codes.failed ? (
    <Banner tone="warning">{t.failed}</Banner>
  ) : (
    <Banner tone="info">{t.inMaking(codes.made, codes.people)}</Banner>
  );
}
