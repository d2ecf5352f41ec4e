import { BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import { countryName, formatNumber } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { commonTexts } from '../texts/common.ts';
import { contactsTexts as t } from '../texts/contacts.ts';
import type { useQuery } from '../use-query.ts';
import { type Consent, ConsentBadge } from './ConsentBadge.tsx';

export type PhoneProblem = keyof typeof t.problems;

export type ContactRow = {
  id: number;
  name: string;
  /** As people read it; null when there is none to text. */
  phone: string | null;
  phoneProblem: PhoneProblem | null;
  country: string | null;
  consent: Consent;
  orders: number;
};

type Props = {
  contacts: ContactRow[];
  cursors: { before: string | null; after: string | null };
  query: ReturnType<typeof useQuery>;
  empty?: string;
};

export function ContactsTable({ contacts, cursors, query, empty = t.noneFound }: Props) {
  return (
    <RowsTable
      resource={{ singular: 'customer', plural: 'customers' }}
      headings={[
        { title: t.name },
        { title: t.phone },
        { title: t.consentColumn },
        { title: t.country },
        { title: t.orders, alignment: 'end' },
      ]}
      rows={contacts.map(toRow)}
      empty={empty}
      pagination={query.pagination(cursors)}
      loading={query.loading}
    />
  );
}

export function phoneText({ phone, phoneProblem }: Pick<ContactRow, 'phone' | 'phoneProblem'>): string {
  return phone ?? t.problems[phoneProblem ?? 'no_number'];
}

function toRow(contact: ContactRow): TableRow {
  const name = (
    <Link key="name" dataPrimaryLink monochrome removeUnderline url={`/app/contacts/${contact.id}`}>
      {contact.name === '' ? commonTexts.noName : contact.name}
    </Link>
  );
  return {
    id: String(contact.id),
    cells: [
      name,
      <Text key="phone" as="span" tone={contact.phone === null ? 'subdued' : 'base'}>
        {phoneText(contact)}
      </Text>,
      <ConsentBadge key="consent" consent={contact.consent} />,
      contact.country === null ? '' : countryName(contact.country),
      <Text key="orders" as="span" alignment="end" numeric>
        {formatNumber(contact.orders)}
      </Text>,
    ],
    compact: (
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          {name}
          <ConsentBadge consent={contact.consent} />
        </InlineStack>
        <Text as="span" tone="subdued">
          {phoneText(contact)}
        </Text>
      </BlockStack>
    ),
  };
}
