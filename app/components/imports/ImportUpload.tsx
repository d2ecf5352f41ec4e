import { Banner, BlockStack, Button, DropZone, ProgressBar, Text } from '@shopify/polaris';
import { useState } from 'react';
import { Section } from '../Section.tsx';
import { importsTexts as t } from '../texts/imports.ts';
import { type UploadProblem, useUpload } from './use-upload.ts';

const problemTexts: Readonly<Record<UploadProblem, string>> = {
  empty: t.uploadEmpty,
  too_large: t.uploadTooLarge,
  too_many: t.uploadTooMany,
  stopped: t.uploadStopped,
};

/** Where a file is chosen, and how far it has been sent. */
export function ImportUpload({ onDone }: { onDone: (importId: number) => void }) {
  const { share, problem, start, resume } = useUpload(onDone);
  const [refused, setRefused] = useState(false);
  return (
    <Section title={t.choose}>
      {refused ? <Banner tone="warning">{t.notCsv}</Banner> : null}
      {problem === null ? null : (
        <Banner tone="warning">
          <BlockStack gap="200" inlineAlign="start">
            <Text as="p">{problemTexts[problem]}</Text>
            {resume === null ? null : <Button onClick={() => void resume()}>{t.continueUpload}</Button>}
          </BlockStack>
        </Banner>
      )}
      {share === null ? (
        <DropZone
          label={t.choose}
          labelHidden
          allowMultiple={false}
          // Excel's own files are let through: what they are is said when they were looked at.
          accept=".csv,.txt,.tsv,.tab,.xlsx,.xls,text/csv,text/plain"
          type="file"
          onDrop={(_files, [file]) => {
            setRefused(file === undefined);
            if (file !== undefined) {
              void start(file);
            }
          }}
        >
          <DropZone.FileUpload actionTitle={t.choose} actionHint={t.chooseHint} />
        </DropZone>
      ) : (
        <BlockStack gap="200">
          <div aria-live="polite">
            <Text as="p" id="upload-progress">
              {t.uploading(share)}
            </Text>
          </div>
          <ProgressBar progress={Math.floor(share * 100)} size="small" ariaLabelledBy="upload-progress" />
        </BlockStack>
      )}
    </Section>
  );
}
