import { Form, useNavigation } from '@remix-run/react';
import { Box, Button, List, Text } from '@shopify/polaris';
import type { ResendOffer } from '../../core/campaigns/resend.ts';
import { Section } from '../Section.tsx';
import { reportTexts as t } from '../texts/report.ts';

/** Whose text is not known to have been sent, and the way to text them again. Sends nothing by itself. */
export function ResendCard({ offer }: { offer: ResendOffer }) {
  const { unknown, presumedNotSent, notSent } = offer;
  const navigation = useNavigation();
  const busy = navigation.state !== 'idle';
  const lines = [
    ...(unknown > 0 ? [t.resendUnknown(unknown)] : []),
    ...(presumedNotSent > 0 ? [t.resendPresumed(presumedNotSent)] : []),
    ...(notSent > 0 ? [t.resendNotSent(notSent)] : []),
  ];
  return (
    <Section title={t.resendTitle}>
      <List>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Text as="p">{t.resendNote}</Text>
      <Form method="post">
        <input type="hidden" name="intent" value="resend" />
        <Box>
          <Button submit disabled={busy} loading={busy && navigation.formData?.get('intent') === 'resend'}>
            {t.resend}
          </Button>
        </Box>
      </Form>
    </Section>
  );
}
