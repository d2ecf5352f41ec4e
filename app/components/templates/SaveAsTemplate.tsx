import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Modal, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { TEMPLATE_NAME_MAX } from '../../core/templates/template-input.ts';
import { showToast } from '../app-bridge.ts';
import { SentText } from '../editor/PhonePreview.tsx';
import { templatesTexts as t } from '../texts/templates.ts';

export type TemplateAnswer = { saved: number } | { problems: { field: 'name' | 'body'; message: string }[] };

/** Keeps the text that stands in the editor, saved or not, under a name. */
export function SaveAsTemplate({ body, name }: { body: string; name: string }) {
  const fetcher = useFetcher<TemplateAnswer>();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<TemplateAnswer>();
  useEffect(() => {
    setAnswer(fetcher.data);
    if (fetcher.data !== undefined && 'saved' in fetcher.data) {
      setOpen(false);
      showToast(t.saved);
    }
  }, [fetcher.data]);
  const problems = answer !== undefined && 'problems' in answer ? answer.problems : [];
  const problemOf = (field: 'name' | 'body') =>
    problems.filter((problem) => problem.field === field).map((problem) => problem.message);
  const busy = fetcher.state !== 'idle';

  return (
    <>
      <Button
        variant="plain"
        disabled={body.trim() === ''}
        onClick={() => {
          setTyped([...name].slice(0, TEMPLATE_NAME_MAX).join(''));
          setAnswer(undefined);
          setOpen(true);
        }}
      >
        {t.saveAsTemplate}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={t.saveAsTemplate}
        primaryAction={{
          content: t.save,
          loading: busy,
          onAction: () => {
            if (!busy) {
              fetcher.submit({ name: typed, body }, { method: 'post', action: '/app/templates?index' });
            }
          },
        }}
        secondaryActions={[{ content: t.cancel, onAction: () => setOpen(false) }]}
      >
        <Modal.Section>
          <BlockStack gap="400">
            <TextField
              label={t.name}
              value={typed}
              onChange={(value) => {
                setTyped(value);
                setAnswer(undefined);
              }}
              error={problemOf('name').join(' ') || false}
              maxLength={TEMPLATE_NAME_MAX}
              autoComplete="off"
            />
            <SentText text={body} />
            {problemOf('body').map((message) => (
              <Text key={message} as="p" tone="critical">
                {message}
              </Text>
            ))}
          </BlockStack>
        </Modal.Section>
      </Modal>
    </>
  );
}
