import { Button, InlineError, InlineStack } from '@shopify/polaris';
import { useId } from 'react';
import { commonTexts as t } from './texts/common.ts';
import { useDownload } from './use-download.ts';

type Props = { url: string; fileName: string; children: string };

/** Saves a table as a CSV file for a spreadsheet. */
export function DownloadButton({ url, fileName, children }: Props) {
  const { running, failed, save } = useDownload();
  const id = useId();
  return (
    <InlineStack gap="200" blockAlign="center">
      <Button loading={running} onClick={() => void save(url, fileName)}>
        {children}
      </Button>
      {failed ? <InlineError message={t.downloadFailed} fieldID={id} /> : null}
    </InlineStack>
  );
}
