import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack } from '@shopify/polaris';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { formatDateTime } from '../components/formats.ts';
import { ImportExamples } from '../components/imports/ImportExamples.tsx';
import { ImportForm } from '../components/imports/ImportForm.tsx';
import { ImportProgress } from '../components/imports/ImportProgress.tsx';
import { ImportResult } from '../components/imports/ImportResult.tsx';
import { importName } from '../components/imports/import-name.ts';
import { fileProblemText, importsTexts as t } from '../components/texts/imports.ts';
import { useLivePage } from '../components/use-live-page.ts';
import { useQuery } from '../components/use-query.ts';
import { type FileFormat, importSettings, NAMES_ROW_MAX } from '../core/imports/import-settings.ts';
import { delimiters } from '../core/imports/sense-delimiter.ts';
import { encodings } from '../core/imports/sense-encoding.ts';
import { readId } from '../core/read-id.ts';
import { importPage } from '../features/imports/import-pages.server.ts';
import { askForCheck, startImport } from '../features/imports/start-import.server.ts';
import { discardImport } from '../features/imports/upload-file.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readJson } from '../platform/action-body.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const REFRESH_MS = 1_500;

/** How the merchant wants the examples to be read; what they do not say stays as it was sensed. */
const formatSchema = z.object({
  encoding: z.enum(encodings).optional().catch(undefined),
  delimiter: z.enum(delimiters).optional().catch(undefined),
  /** The row of the names; 0: there is none. */
  names: z.coerce.number().int().min(0).max(NAMES_ROW_MAX).optional().catch(undefined),
});

function formatAsked(query: URLSearchParams): Partial<FileFormat> {
  const { encoding, delimiter, names } = formatSchema.parse(Object.fromEntries(query));
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(names === undefined ? {} : names === 0 ? { header: false } : { header: true, namesRow: names }),
  };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const importId = readId(params.id);
  const asked = formatAsked(new URL(request.url).searchParams);
  const page =
    importId === undefined
      ? undefined
      : await heavyPage(request, shopId, () => importPage(shopId, importId, asked));
  if (page === undefined) {
    throw new Response(t.notFound, { status: 404 });
  }
  // The page looks again by itself while the import runs.
  noteAccess({ shopId, actor }, { what: 'import_file', numbers: page.sample?.rows.length ?? 0, again: true });
  return page;
}

const actSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('check'), settings: importSettings }),
  z.object({ act: z.literal('import') }),
  z.object({ act: z.literal('discard') }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const importId = readId(params.id);
  const parsed = actSchema.safeParse(await readJson(request));
  if (!parsed.success) {
    throw new Response('This form cannot be read', { status: 400 });
  }
  if (importId === undefined) {
    throw new Response(t.notFound, { status: 404 });
  }
  if (parsed.data.act === 'discard') {
    await discardImport(shopId, importId);
    return redirect('/app/contacts/import');
  }
  const result =
    parsed.data.act === 'check'
      ? await askForCheck(shopId, importId, parsed.data.settings)
      : await startImport(shopId, importId);
  switch (result.kind) {
    case 'not_found':
      throw new Response(t.notFound, { status: 404 });
    case 'busy':
      return { refused: t.busy };
    case 'rejected':
      return { refused: t.tooLate };
    case 'unanswered':
      return { refused: t.unanswered };
    case 'invalid':
      return { refused: t.fixAbove };
    default:
      // Back to how the file is read by what was saved.
      return redirect(`/app/contacts/import/${importId}`);
  }
}

/** One import, from what its columns are to what it did. */
export default function ContactImport() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const query = useQuery();
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const { status, counts } = page;
  const running = status === 'checking' || status === 'importing';
  useLivePage(running ? REFRESH_MS : null);
  const act = (body: z.input<typeof actSchema>) =>
    submit(body, { method: 'post', encType: 'application/json' });
  const { sample } = page;
  return (
    <AppPage
      title={importName({ fileName: page.fileName, at: page.at, rows: counts.rows }, page.timeZone)}
      subtitle={`${t.statuses[status]} · ${formatDateTime(page.at, page.timeZone)}`}
      backAction={{ content: t.title, url: '/app/contacts/import' }}
    >
      <BlockStack gap="400">
        {answer !== undefined && 'refused' in answer ? (
          <Banner tone="warning">{answer.refused}</Banner>
        ) : null}
        {page.deleteBy === null ? null : (
          <Banner tone="warning">{t.deleteBy(formatDateTime(page.deleteBy, page.timeZone))}</Banner>
        )}
        {status === 'failed' && page.problem !== null ? (
          <Banner
            tone="critical"
            title={t.failedTitle}
            action={{ content: t.another, url: '/app/contacts/import' }}
          >
            {fileProblemText(page.problem.code, page.problem.row)}
          </Banner>
        ) : null}
        {running ? (
          <ImportProgress status={status} share={page.share} rows={counts.rows} people={counts.people} />
        ) : null}
        {status === 'checked' || status === 'done' ? (
          <ImportResult
            importId={page.id}
            done={status === 'done'}
            counts={counts}
            rowsKept={page.rowsKept}
            daysKept={page.daysKept}
          />
        ) : null}
        <ImportExamples people={page.people} />
        {status === 'checked' ? (
          <InlineStack gap="300">
            {counts.people === 0 ? (
              <Banner tone="warning">{t.nobody}</Banner>
            ) : counts.nos.some((count) => count > 0) ? (
              <Banner tone="critical">{t.unanswered}</Banner>
            ) : (
              <Button variant="primary" loading={busy} onClick={() => act({ act: 'import' })}>
                {t.import(counts.people)}
              </Button>
            )}
          </InlineStack>
        ) : null}
        {status === 'done' ? (
          <InlineStack gap="300">
            <Button url="/app/contacts">{t.seeContacts}</Button>
            <Button url="/app/contacts/import">{t.another}</Button>
          </InlineStack>
        ) : null}
        {sample === null ? null : (
          <ImportForm
            // What a column is said to be belongs to how the file is cut.
            key={`${status}${JSON.stringify(sample.format)}`}
            sample={sample}
            settings={page.settings}
            today={page.today}
            timeZone={page.timeZone}
            busy={busy}
            onCheck={(settings) => act({ act: 'check', settings })}
            onDiscard={() => act({ act: 'discard' })}
            onReread={(changes) => query.set(changes, true)}
          />
        )}
      </BlockStack>
    </AppPage>
  );
}
