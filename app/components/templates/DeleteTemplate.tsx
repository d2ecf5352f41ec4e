import { useSubmit } from '@remix-run/react';
import { Box, Button, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { templatesTexts as t } from '../texts/templates.ts';

/** Asks once more before a template is gone. */
export function DeleteTemplate({ name }: { name: string }) {
  const [asking, setAsking] = useState(false);
  const submit = useSubmit();
  return (
    <Box>
      <Button tone="critical" onClick={() => setAsking(true)}>
        {t.delete}
      </Button>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t.deleteTitle(name)}
        primaryAction={{
          content: t.delete,
          destructive: true,
          onAction: () => submit({ intent: 'delete' }, { method: 'post' }),
        }}
        secondaryActions={[{ content: t.keep, onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">{t.deleteBody}</Text>
        </Modal.Section>
      </Modal>
    </Box>
  );
}
