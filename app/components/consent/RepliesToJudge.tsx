import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineStack, Link, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { showToast } from '../app-bridge.ts';
import { ReplyWords } from '../contacts/Replies.tsx';
import { formatDateTime } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { TableCard } from '../TableCard.tsx';
import { commonTexts } from '../texts/common.ts';
import { consentTexts as t } from '../texts/consent.ts';

/** A reply that looks like an opt-out; `who` is null when nobody has its number any more. */
export type ReplyToJudge = {
  id: number;
  at: string;
  text: string | null;
  who: { contactId: number; name: string } | null;
};

/** Replies that look like opt-outs: the merchant reads them and says whether they are. */
export function RepliesToJudge({ replies, timeZone }: { replies: ReplyToJudge[]; timeZone: string }) {
  return (
    <TableCard title={t.toJudge} note={t.toJudgeNote}>
      <RowsTable
        resource={{ singular: 'reply', plural: 'replies' }}
        headings={[{ title: t.customer }, { title: t.reply }, { title: t.when }, { title: t.decide }]}
        rows={replies.map((reply) => toRow(reply, timeZone))}
        empty={t.nothingToJudge}
      />
    </TableCard>
  );
}

function toRow({ id, at, text, who }: ReplyToJudge, timeZone: string): TableRow {
  const customer =
    who === null ? (
      commonTexts.noName
    ) : (
      <Link key="who" url={`/app/contacts/${who.contactId}`}>
        {who.name === '' ? commonTexts.noName : who.name}
      </Link>
    );
  const words = <ReplyWords key="words" text={text} />;
  const when = formatDateTime(at, timeZone);
  const buttons = <Judge key="judge" id={id} />;
  return {
    id: String(id),
    cells: [customer, words, when, buttons],
    compact: (
      <BlockStack gap="200">
        {customer}
        {words}
        <Text as="span" tone="subdued">
          {when}
        </Text>
        {buttons}
      </BlockStack>
    ),
  };
}

function Judge({ id }: { id: number }) {
  const fetcher = useFetcher<{ kind: string; decision?: string }>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (data?.kind === 'already_decided') {
      showToast(t.judgedBefore);
    } else if (data?.decision === 'opted_out' || data?.decision === 'texts_go_on') {
      showToast(t.judged[data.decision]);
    }
  }, [data]);
  const busy = state !== 'idle';
  const press = (decision: string) => () =>
    fetcher.submit({ intent: 'judge', id: String(id), decision }, { method: 'post' });
  return (
    <InlineStack gap="200">
      <Button tone="critical" disabled={busy} onClick={press('opted_out')}>
        {t.isOptOut}
      </Button>
      <Button disabled={busy} onClick={press('texts_go_on')}>
        {t.isNone}
      </Button>
    </InlineStack>
  );
}
