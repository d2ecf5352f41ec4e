import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineStack, List, Modal, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { showToast } from '../app-bridge.ts';
import { DownloadButton } from '../DownloadButton.tsx';
import { Section } from '../Section.tsx';
import { privacyTexts as t } from '../texts/privacy.ts';

/** On a contact's page: a copy of what is held of her, and her erasure, which is asked for twice. */
export function PersonData({ contactId }: { contactId: number }) {
  const [asking, setAsking] = useState(false);
  const fetcher = useFetcher<{ erased: boolean }>();
  const erased = fetcher.data?.erased;
  useEffect(() => {
    if (erased === true) {
      setAsking(false);
      showToast(t.erasedToast);
    }
  }, [erased]);
  return (
    <Section title={t.personTitle}>
      <BlockStack gap="300">
        <Text as="p" tone="subdued">
          {t.personNote}
        </Text>
        <InlineStack gap="200">
          <DownloadButton
            url={`/app/privacy/file?contact=${contactId}&format=html`}
            fileName={`${t.fileName(`contact-${contactId}`)}.html`}
          >
            {t.downloadPage}
          </DownloadButton>
          <DownloadButton
            url={`/app/privacy/file?contact=${contactId}&format=json`}
            fileName={`${t.fileName(`contact-${contactId}`)}.json`}
          >
            {t.downloadData}
          </DownloadButton>
          <Button tone="critical" onClick={() => setAsking(true)}>
            {t.erase}
          </Button>
        </InlineStack>
      </BlockStack>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t.eraseTitle}
        primaryAction={{
          content: t.erase,
          destructive: true,
          loading: fetcher.state !== 'idle',
          onAction: () =>
            fetcher.submit(null, { method: 'post', action: `/app/contacts/${contactId}/erase` }),
        }}
        secondaryActions={[{ content: t.keep, onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            <List>
              {t.eraseBody.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </Section>
  );
}
