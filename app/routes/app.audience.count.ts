import type { LoaderFunctionArgs } from '@remix-run/node';
import { chosenAudienceSchema } from '../core/campaigns/audience.ts';
import { countAudience } from '../features/campaigns/campaign-editor-page.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

/** How many customers an audience has now, for the editor: `?tag=…&tag=…`, or everyone without a tag. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const tags = new URL(request.url).searchParams.getAll('tag');
  const audience = chosenAudienceSchema.safeParse(
    tags.length === 0 ? { kind: 'everyone' } : { kind: 'tags', tags },
  );
  // The people of an earlier campaign are counted by its report.
  if (!audience.success || audience.data.kind === 'unresolved') {
    throw new Response('An audience has at most 50 tags', { status: 400 });
  }
  return countAudience(shopId, audience.data);
}
