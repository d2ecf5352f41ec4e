import { BlockStack, Text } from '@shopify/polaris';
import type { ReplyMeaning } from '../../core/consent/read-reply.ts';
import { formatDateTime } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { TableCard } from '../TableCard.tsx';
import { consentTexts as t } from '../texts/consent.ts';

/** A text that she sent. `text` is null when its words are not to be shown. */
export type Reply = {
  id: number;
  at: string;
  text: string | null;
  meaning: ReplyMeaning;
  decision: 'opted_out' | 'texts_go_on' | null;
};

/** What came back from her number. */
export function Replies({ replies, timeZone }: { replies: Reply[]; timeZone: string }) {
  return (
    <TableCard title={t.replies} note={t.repliesNote}>
      <RowsTable
        resource={{ singular: 'reply', plural: 'replies' }}
        headings={[{ title: t.reply }, { title: t.meaning }, { title: t.when }]}
        rows={replies.map((reply) => toRow(reply, timeZone))}
        empty={t.noReplies}
      />
    </TableCard>
  );
}

/** Her words, as she wrote them. */
export function ReplyWords({ text }: { text: string | null }) {
  return text === null ? (
    <Text as="span" tone="subdued">
      {t.wordsNotShown}
    </Text>
  ) : (
    // Long words of a stranger must not widen the page.
    <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      <bdi>{text}</bdi>
    </div>
  );
}

function toRow({ id, at, text, meaning, decision }: Reply, timeZone: string): TableRow {
  const understood = decision === null ? t.meanings[meaning] : t.decisions[decision];
  const when = formatDateTime(at, timeZone);
  return {
    id: String(id),
    cells: [<ReplyWords key="words" text={text} />, understood, when],
    compact: (
      <BlockStack gap="100">
        <ReplyWords text={text} />
        <Text as="span" tone="subdued">
          {`${understood} · ${when}`}
        </Text>
      </BlockStack>
    ),
  };
}
