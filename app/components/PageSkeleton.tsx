import { BlockStack, Card, SkeletonBodyText, SkeletonDisplayText, SkeletonPage } from '@shopify/polaris';
import { commonTexts as t } from './texts/common.ts';

/** The shape of a page whose data is on its way. */
export function PageSkeleton() {
  return (
    <div role="status" aria-busy="true" aria-label={t.loading}>
      <SkeletonPage primaryAction>
        <BlockStack gap="400">
          {[4, 8].map((lines) => (
            <Card key={lines}>
              <BlockStack gap="400">
                <SkeletonDisplayText size="small" />
                <SkeletonBodyText lines={lines} />
              </BlockStack>
            </Card>
          ))}
        </BlockStack>
      </SkeletonPage>
    </div>
  );
}
