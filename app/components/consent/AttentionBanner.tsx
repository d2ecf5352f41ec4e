import { Banner, Box, List } from '@shopify/polaris';
import { consentTexts as t } from '../texts/consent.ts';

/** What about consent waits for the merchant; nothing when nothing does. */
export function AttentionBanner({ toJudge, notTold }: { toJudge: number; notTold: number }) {
  const lines = [
    ...(toJudge > 0 ? [t.bannerToJudge(toJudge)] : []),
    ...(notTold > 0 ? [t.bannerNotTold(notTold)] : []),
  ];
  return lines.length === 0 ? null : (
    <Box paddingBlockEnd="400">
      <Banner tone="warning" action={{ content: t.bannerOpen, url: '/app/consent' }}>
        <List>
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </Banner>
    </Box>
  );
}
