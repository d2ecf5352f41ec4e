import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { useEffect } from 'react';
import { showToast } from '../components/app-bridge.ts';
import { TemplateEditor } from '../components/templates/TemplateEditor.tsx';
import { templatesTexts as t } from '../components/texts/templates.ts';
import { readId } from '../core/read-id.ts';
import { editorSurroundings } from '../features/campaigns/campaign-editor-page.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { deleteTemplate } from '../features/templates/delete-template.server.ts';
import { saveTemplate } from '../features/templates/save-template.server.ts';
import { templateToEdit, textToBeginWith } from '../features/templates/template-pages.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const NEW = 'new';
const notFound = () => new Response(t.notFound, { status: 404 });

/** `/app/templates/new` begins one, perhaps with a starter text; else the one of that id. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const isNew = params.id === NEW;
  const templateId = readId(params.id);
  const template = isNew
    ? await textToBeginWith(shopId, new URL(request.url).searchParams)
    : templateId === undefined
      ? undefined
      : await templateToEdit(shopId, templateId);
  if (template === undefined && !isNew) {
    throw notFound();
  }
  const { shop, samples } = await editorSurroundings(shopId);
  noteAccess({ shopId, actor }, { what: 'preview', numbers: shownPeople(samples) });
  return { isNew, template: template ?? { name: '', body: '' }, shop, samples };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const isNew = params.id === NEW;
  const templateId = readId(params.id) ?? null;
  if (!isNew && templateId === null) {
    throw notFound();
  }
  const form = await readForm(request);
  if (form.get('intent') === 'delete') {
    if (templateId !== null) {
      await deleteTemplate(shopId, templateId);
    }
    return redirect('/app/templates');
  }
  const result = await saveTemplate(shopId, templateId, form);
  switch (result.kind) {
    case 'saved':
      return isNew ? redirect(`/app/templates/${result.templateId}`) : { saved: true, problems: [] };
    case 'invalid':
      return { saved: false, problems: result.problems };
    default:
      throw notFound();
  }
}

const NONE: [] = [];

export default function Template() {
  const { isNew, template, shop, samples } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useEffect(() => {
    if (answer?.saved === true) {
      showToast(t.saved);
    }
  }, [answer]);
  return (
    <TemplateEditor
      // A new one that was saved becomes the page of that one.
      key={String(isNew)}
      title={isNew ? t.newTitle : template.name}
      initial={template}
      isNew={isNew}
      shop={shop}
      samples={samples}
      problems={answer?.problems ?? NONE}
    />
  );
}
