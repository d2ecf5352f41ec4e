import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Modal, SkeletonBodyText, Text } from '@shopify/polaris';
import { useState } from 'react';
import { templatesTexts as t } from '../texts/templates.ts';
import { StarterTexts } from './StarterTexts.tsx';
import { TextCard, TextList } from './TextCard.tsx';

type Templates = { templates: { id: number; name: string; body: string }[] };

/** Puts a saved or a starter text into the editor. */
export function UseTemplate({ replaces, onUse }: { replaces: boolean; onUse: (body: string) => void }) {
  const { load, data } = useFetcher<Templates>();
  const [open, setOpen] = useState(false);
  const actionsOf = ({ name, body }: { name: string; body: string }) => [
    {
      content: t.choose,
      label: t.chooseLabel(name),
      onClick: () => {
        setOpen(false);
        onUse(body);
      },
    },
  ];
  return (
    <>
      <Button
        variant="plain"
        onClick={() => {
          setOpen(true);
          load('/app/templates?index');
        }}
      >
        {t.useTemplate}
      </Button>
      <Modal open={open} onClose={() => setOpen(false)} title={t.useTemplate}>
        <Modal.Section>
          <BlockStack gap="400">
            {replaces ? <Text as="p">{t.replaces}</Text> : null}
            {data === undefined ? (
              <SkeletonBodyText lines={3} />
            ) : data.templates.length === 0 ? null : (
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  {t.yours}
                </Text>
                <TextList>
                  {data.templates.map((template) => (
                    <TextCard key={template.id} {...template} actions={actionsOf(template)} />
                  ))}
                </TextList>
              </BlockStack>
            )}
            <Text as="h2" variant="headingMd">
              {t.starters}
            </Text>
            <StarterTexts actionsOf={actionsOf} />
          </BlockStack>
        </Modal.Section>
      </Modal>
    </>
  );
}
