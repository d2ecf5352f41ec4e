import { isRouteErrorResponse, useNavigate, useRouteError } from '@remix-run/react';
import { Banner, BlockStack, EmptyState, LegacyCard, Page, Text } from '@shopify/polaris';
import { commonTexts as t } from './texts/common.ts';

/**
 * What a page shows in its place when it cannot be shown; the navigation around it stays. Answers that are not ours
 * (Shopify's authentication) go on to the boundary of the frame, which knows how to treat them.
 */
export function PageError() {
  const error = useRouteError();
  const navigate = useNavigate();
  if (isRouteErrorResponse(error)) {
    if (error.status === 404) {
      return (
        <Page>
          <LegacyCard sectioned>
            <EmptyState
              heading={typeof error.data === 'string' && error.data !== '' ? error.data : t.notFoundTitle}
              image=""
              action={{ content: t.backToCampaigns, url: '/app' }}
            />
          </LegacyCard>
        </Page>
      );
    }
    throw error;
  }
  return (
    <Page title={t.failedTitle}>
      <Banner
        tone="critical"
        action={{ content: t.tryAgain, onAction: () => navigate('.', { replace: true }) }}
        secondaryAction={{ content: t.backToCampaigns, url: '/app' }}
      >
        <BlockStack>
          <Text as="p">{t.failedBody}</Text>
        </BlockStack>
      </Banner>
    </Page>
  );
}
