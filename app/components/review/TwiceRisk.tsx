import { Banner, BlockStack, Checkbox, Text } from '@shopify/polaris';
import type { Resend } from '../../core/campaigns/campaign-events.ts';
import { reviewTexts as t } from '../texts/review.ts';

type Props = {
  risk: Pick<Resend, 'unknown' | 'presumedNotSent'>;
  accepted: boolean;
  onChange: (accepted: boolean) => void;
};

/** That some may get the text twice, and the box to tick before it can be sent. Inside the form that sends. */
export function TwiceRisk({ risk, accepted, onChange }: Props) {
  const { unknown, presumedNotSent } = risk;
  return (
    <Banner tone="critical" title={t.twiceTitle(unknown + presumedNotSent)}>
      <BlockStack gap="200">
        {unknown > 0 ? <Text as="p">{t.twiceUnknown(unknown)}</Text> : null}
        {presumedNotSent > 0 ? <Text as="p">{t.twicePresumed(presumedNotSent)}</Text> : null}
        <Checkbox
          label={t.twiceAccepted}
          name="riskAccepted"
          value="yes"
          checked={accepted}
          onChange={onChange}
        />
      </BlockStack>
    </Banner>
  );
}
