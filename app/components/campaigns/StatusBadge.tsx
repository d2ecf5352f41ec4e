import { Badge, type BadgeProps } from '@shopify/polaris';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { statusTexts } from '../texts/common.ts';

const LOOKS: Readonly<Record<CampaignStatus, Pick<BadgeProps, 'tone' | 'progress'>>> = {
  draft: { progress: 'incomplete' },
  preparing: { tone: 'info', progress: 'incomplete' },
  quoted: { tone: 'attention', progress: 'incomplete' },
  scheduled: { tone: 'attention', progress: 'incomplete' },
  sending: { tone: 'info', progress: 'partiallyComplete' },
  paused: { tone: 'warning', progress: 'partiallyComplete' },
  completed: { tone: 'success', progress: 'complete' },
  cancelled: { progress: 'complete' },
  expired: { progress: 'complete' },
};

export function StatusBadge({ status }: { status: CampaignStatus }) {
  return <Badge {...LOOKS[status]}>{statusTexts[status]}</Badge>;
}
