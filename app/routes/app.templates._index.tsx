import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Text } from '@shopify/polaris';
import { AppPage } from '../components/AppPage.tsx';
import { Section } from '../components/Section.tsx';
import { StarterTexts } from '../components/templates/StarterTexts.tsx';
import { TextCard, TextList } from '../components/templates/TextCard.tsx';
import { templatesTexts as t } from '../components/texts/templates.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { saveTemplate } from '../features/templates/save-template.server.ts';
import { templateList } from '../features/templates/template-pages.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  return { templates: await templateList(shopId) };
}

/** “Save as template” in the editor of a campaign. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const result = await saveTemplate(shopId, null, await readForm(request));
  switch (result.kind) {
    case 'saved':
      return { saved: result.templateId };
    case 'invalid':
      return { problems: result.problems };
    default:
      throw new Error('a new template was not found');
  }
}

/** The shop's templates, and texts to begin with. */
export default function Templates() {
  const { templates } = useLoaderData<typeof loader>();
  return (
    <AppPage
      title={t.title}
      subtitle={t.intro}
      primaryAction={{ content: t.create, url: '/app/templates/new' }}
    >
      <BlockStack gap="400">
        <Section title={t.yours}>
          {templates.length === 0 ? (
            <Text as="p" tone="subdued">
              {t.none}
            </Text>
          ) : (
            <TextList>
              {templates.map(({ id, name, body }) => (
                <TextCard
                  key={id}
                  name={name}
                  body={body}
                  url={`/app/templates/${id}`}
                  actions={[
                    { content: t.use, label: t.labelOfUse(name), url: `/app/campaigns/new?template=${id}` },
                  ]}
                />
              ))}
            </TextList>
          )}
        </Section>
        <Section title={t.starters}>
          <StarterTexts
            actionsOf={({ id, name }) => [
              { content: t.copy, label: t.copyLabel(name), url: `/app/templates/new?starter=${id}` },
              { content: t.use, label: t.labelOfUse(name), url: `/app/campaigns/new?starter=${id}` },
            ]}
          />
        </Section>
      </BlockStack>
    </AppPage>
  );
}
