import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Card, Page, Text } from '@shopify/polaris';
import { Frame } from '../components/Frame.tsx';

/** Shopify opens the app at its root, with the shop in the address. There is no form to name a shop, on purpose. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has('shop')) {
    throw redirect(`/app${search}`);
  }
  return null;
}

export default function Index() {
  return (
    <Frame>
      <Page narrowWidth title="Sendbook">
        <Card>
          <Text as="p">
            Open Sendbook from your Shopify admin: choose Apps, then Sendbook. It works inside the admin only.
          </Text>
        </Card>
      </Page>
    </Frame>
  );
}
