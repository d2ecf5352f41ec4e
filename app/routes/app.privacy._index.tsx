import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Box, Link } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { showToast } from '../components/app-bridge.ts';
import { CasesTable } from '../components/privacy/CasesTable.tsx';
import { RetentionFields } from '../components/privacy/RetentionFields.tsx';
import { SaveBar } from '../components/SaveBar.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { privacyTexts as t } from '../components/texts/privacy.ts';
import { retentionSettings } from '../core/privacy/retention.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { closeDataRequest } from '../features/privacy/privacy-cases.server.ts';
import { privacyPage } from '../features/privacy/privacy-page.server.ts';
import { changeRetention } from '../features/privacy/retention-settings.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const page = await privacyPage(shopId);
  const named = page.cases.flatMap(({ contacts }) => contacts);
  noteAccess({ shopId, actor }, { what: 'privacy_page', numbers: shownPeople(named) });
  return page;
}

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('close'), caseId: z.coerce.number().int().positive() }),
  retentionSettings.extend({ intent: z.literal('retention') }),
]);

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const parsed = formSchema.safeParse(Object.fromEntries(await readForm(request)));
  if (!parsed.success) {
    return { done: false, message: t.refused };
  }
  if (parsed.data.intent === 'close') {
    const closed = await closeDataRequest(shopId, parsed.data.caseId, actor);
    return { done: closed, message: closed ? t.marked : t.notOpen };
  }
  const { intent: _, ...settings } = parsed.data;
  await changeRetention(shopId, settings);
  return { done: true, message: t.saved };
}

/** What customers have asked for about their data, and how long data is kept. */
export default function Privacy() {
  const { cases, retention, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [changes, setChanges] = useState<Partial<typeof retention>>({});
  const settings = { ...retention, ...changes };
  const sent = navigation.formData;
  const saving = sent?.get('intent') === 'retention';
  const dirty =
    settings.keepTextsMonths !== retention.keepTextsMonths ||
    settings.keepDeletedMonths !== retention.keepDeletedMonths;
  useEffect(() => {
    if (answer?.done === true) {
      setChanges({});
      showToast(answer.message);
    }
  }, [answer]);
  return (
    <AppPage title={t.title}>
      <SaveBar
        id="privacy-save-bar"
        dirty={dirty}
        saving={saving}
        onSave={() => submit({ intent: 'retention', ...settings }, { method: 'post' })}
        onDiscard={() => setChanges({})}
      />
      <BlockStack gap="400">
        {answer?.done === false ? <Banner tone="critical">{answer.message}</Banner> : null}
        <TableCard title={t.casesTitle} note={t.casesNote}>
          <CasesTable
            cases={cases}
            timeZone={timeZone}
            closing={sent?.get('intent') === 'close' ? Number(sent.get('caseId')) : undefined}
            onDone={(caseId) => submit({ intent: 'close', caseId }, { method: 'post' })}
          />
        </TableCard>
        <RetentionFields settings={settings} onChange={(change) => setChanges({ ...changes, ...change })} />
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Link url="/app/privacy/access">{t.accessLink}</Link>
        </Box>
      </BlockStack>
    </AppPage>
  );
}
