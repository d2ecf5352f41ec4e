import { Card, Page, Text } from '@shopify/polaris';

const problems: Record<number, { title: string; body: string }> = {
  401: {
    title: 'Your session has ended',
    body: 'Reload the page in your Shopify admin to go on. Nothing was lost, and nothing was sent because of this.',
  },
  404: {
    title: 'There is no such page',
    body: 'The address may be misspelt, or what it led to is not in this shop. Choose a page from the menu of Sendbook.',
  },
  410: {
    title: 'This browser can’t open Sendbook',
    body: 'It introduces itself as a program. Open Sendbook from your Shopify admin in an ordinary browser.',
  },
};

const ours = {
  title: 'This page could not be shown',
  body:
    'Something went wrong on our side, and we have a record of it. Campaigns that are being sent go on. ' +
    'Reload the page in a moment.',
};

/** What stands in the place of a page that can't be shown, when the page itself has nothing better to say. */
export function Problem({ status }: { status: number }) {
  const { title, body } = problems[status] ?? ours;
  return (
    <Page narrowWidth title={title}>
      <Card>
        <Text as="p">{body}</Text>
      </Card>
    </Page>
  );
}
