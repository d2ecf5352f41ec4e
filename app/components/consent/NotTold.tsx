import { Form, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, Link, Text } from '@shopify/polaris';
import { RowsTable } from '../RowsTable.tsx';
import { TableCard } from '../TableCard.tsx';
import { commonTexts } from '../texts/common.ts';
import { consentTexts as t } from '../texts/consent.ts';

export type NotToldRow = {
  contactId: number;
  name: string;
  state: 'subscribed' | 'unsubscribed';
  problem: string;
};

/** Whose word Shopify could not be told, and why. */
export function NotTold({ rows }: { rows: NotToldRow[] }) {
  const navigation = useNavigation();
  const busy = navigation.state !== 'idle';
  return (
    <TableCard title={t.notTold} note={t.notToldNote}>
      <RowsTable
        resource={{ singular: 'customer', plural: 'customers' }}
        headings={[{ title: t.customer }, { title: t.what }, { title: t.why }]}
        rows={rows.map(({ contactId, name, state, problem }) => {
          const who = (
            <Link key="who" url={`/app/contacts/${contactId}`}>
              {name === '' ? commonTexts.noName : name}
            </Link>
          );
          const what = state === 'unsubscribed' ? t.withdrawn : t.given;
          const why = t.problems[problem] ?? t.problemOther;
          return {
            id: String(contactId),
            cells: [who, what, why],
            compact: (
              <BlockStack gap="100">
                {who}
                <Text as="span" tone="subdued">{`${what} · ${why}`}</Text>
              </BlockStack>
            ),
          };
        })}
        empty={t.nothingNotTold}
      />
      {rows.length === 0 ? null : (
        <Box padding="400">
          <Form method="post">
            <input type="hidden" name="intent" value="retry" />
            <Button submit disabled={busy} loading={busy && navigation.formData?.get('intent') === 'retry'}>
              {t.tryAgain}
            </Button>
          </Form>
        </Box>
      )}
    </TableCard>
  );
}
