import { BlockStack, Button, InlineStack, Link, Text } from '@shopify/polaris';
import { DownloadButton } from '../DownloadButton.tsx';
import { formatDay } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { privacyTexts as t } from '../texts/privacy.ts';
import { CaseBadge, type CaseState } from './CaseBadge.tsx';

export type CaseRow = CaseState & {
  id: number;
  receivedAt: string;
  dueAt: string;
  doneAt: string | null;
  contacts: { id: number; name: string; erased: boolean }[];
  found: number;
};

type Props = {
  cases: CaseRow[];
  timeZone: string;
  /** The request that is being closed. */
  closing: number | undefined;
  onDone: (caseId: number) => void;
};

/** What customers have asked for through Shopify, and what is to be done about it. */
export function CasesTable({ cases, timeZone, closing, onDone }: Props) {
  return (
    <RowsTable
      resource={t.case}
      headings={[{ title: t.request }, { title: t.person }, { title: t.due }, { title: t.state }]}
      rows={cases.map((row) => toRow(row, timeZone, closing, onDone))}
      empty={t.noCases}
    />
  );
}

function toRow(
  row: CaseRow,
  timeZone: string,
  closing: number | undefined,
  onDone: (caseId: number) => void,
): TableRow {
  const request = (
    <BlockStack key="request" gap="200">
      <Text as="span" fontWeight="medium">
        {t.kinds[row.kind].label}
      </Text>
      {row.status === 'open' ? (
        <Text as="span" tone="subdued">
          {t.kinds[row.kind].meaning}
        </Text>
      ) : null}
      {row.kind === 'data_request' && row.status === 'open' ? (
        <InlineStack gap="200">
          <DownloadButton
            url={`/app/privacy/file?case=${row.id}&format=html`}
            fileName={`${t.fileName(String(row.id))}.html`}
          >
            {t.downloadPage}
          </DownloadButton>
          <DownloadButton
            url={`/app/privacy/file?case=${row.id}&format=json`}
            fileName={`${t.fileName(String(row.id))}.json`}
          >
            {t.downloadData}
          </DownloadButton>
          <Button onClick={() => onDone(row.id)} loading={closing === row.id}>
            {t.markDone}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
  const due =
    row.doneAt === null ? formatDay(row.dueAt, timeZone) : t.doneOn(formatDay(row.doneAt, timeZone));
  const badge = <CaseBadge kind={row.kind} status={row.status} urgency={row.urgency} />;
  return {
    id: String(row.id),
    cells: [request, <People key="people" row={row} />, due, badge],
    compact: (
      <BlockStack gap="200">
        {request}
        <People row={row} />
        <InlineStack gap="200" blockAlign="center">
          {badge}
          <Text as="span">{due}</Text>
        </InlineStack>
      </BlockStack>
    ),
  };
}

function People({ row }: { row: CaseRow }) {
  return (
    <BlockStack>
      {row.contacts.map(({ id, name, erased }) => (
        <Link key={id} url={`/app/contacts/${id}`} monochrome>
          {erased ? t.erased : name === '' ? t.noName : name}
        </Link>
      ))}
      {row.found > row.contacts.length ? (
        <Text as="span">{t.more(row.found - row.contacts.length)}</Text>
      ) : null}
    </BlockStack>
  );
}
