import { useSubmit } from '@remix-run/react';
import { BlockStack, Box, Button, Modal, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import { toldBy } from '../../core/contacts/contact-events.ts';
import { consentTexts as t } from '../texts/consent.ts';

/** "She asked by phone": the merchant records a no, having been asked once more. */
export function RecordOptOut() {
  const [asking, setAsking] = useState(false);
  const [how, setHow] = useState<string>(toldBy[0]);
  const submit = useSubmit();
  const record = () => {
    setAsking(false);
    submit({ intent: 'opt-out', toldBy: how }, { method: 'post' });
  };
  return (
    <Box>
      <Button tone="critical" onClick={() => setAsking(true)}>
        {t.optOut}
      </Button>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t.optOutTitle}
        primaryAction={{ content: t.optOutConfirm, destructive: true, onAction: record }}
        secondaryActions={[{ content: t.keep, onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <BlockStack gap="400">
            <Text as="p">{t.optOutBody}</Text>
            <Select
              label={t.optOutHow}
              options={toldBy.map((value) => ({ value, label: t.toldBy[value] }))}
              value={how}
              onChange={setHow}
            />
          </BlockStack>
        </Modal.Section>
      </Modal>
    </Box>
  );
}
