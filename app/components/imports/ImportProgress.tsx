import { BlockStack, ProgressBar, Text } from '@shopify/polaris';
import { Section } from '../Section.tsx';
import { importsTexts as t } from '../texts/imports.ts';

type Props = { status: 'checking' | 'importing'; share: number; rows: number; people: number };

/** How far a check or an import is, while it runs. */
export function ImportProgress({ status, share, rows, people }: Props) {
  return (
    <Section title={t.statuses[status]}>
      <BlockStack gap="200">
        <Text as="p" id="import-progress">
          {status === 'checking' ? t.checking : t.importing}
        </Text>
        <ProgressBar progress={Math.floor(share * 100)} size="small" ariaLabelledBy="import-progress" />
        <div aria-live="polite">
          <Text as="p" tone="subdued">
            {status === 'checking' ? t.rowsSoFar(rows) : t.peopleSoFar(people)}
          </Text>
        </div>
      </BlockStack>
    </Section>
  );
}
