import { isRouteErrorResponse, useRevalidator, useRouteError } from '@remix-run/react';
import { Banner, Page, Text } from '@shopify/polaris';
import { EmptyCard } from './EmptyCard.tsx';
import { commonTexts as t } from './texts/common.ts';

/** Too much at once, and too much in all: what the merchant can do is in the answer itself. */
const SAID_BY_US = [422, 429];

function Refused({ words }: { words: string }) {
  const { revalidate, state } = useRevalidator();
  return (
    <Page>
      <Banner
        tone="warning"
        action={{ content: t.tryAgain, onAction: revalidate, loading: state === 'loading' }}
        secondaryAction={{ content: t.backToCampaigns, url: '/app' }}
      >
        <Text as="p">{words}</Text>
      </Banner>
    </Page>
  );
}

/**
 * What a page shows in its place when it cannot be shown; the navigation around it stays. Answers that are not ours
 * (Shopify's authentication) go on to the boundary of the frame, which knows how to treat them.
 */
export function PageError() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  if (isRouteErrorResponse(error)) {
    if (SAID_BY_US.includes(error.status) && typeof error.data === 'string') {
      return <Refused words={error.data} />;
    }
    if (error.status !== 404) {
      throw error;
    }
    const heading = typeof error.data === 'string' && error.data !== '' ? error.data : t.notFoundTitle;
    return (
      <Page>
        <EmptyCard heading={heading} action={{ content: t.backToCampaigns, url: '/app' }} />
      </Page>
    );
  }
  return (
    <Page title={t.failedTitle}>
      <Banner
        tone="critical"
        action={{ content: t.tryAgain, onAction: revalidate, loading: state === 'loading' }}
        secondaryAction={{ content: t.backToCampaigns, url: '/app' }}
      >
        <Text as="p">{t.failedBody}</Text>
      </Banner>
    </Page>
  );
}
