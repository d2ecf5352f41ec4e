import type { LoaderFunctionArgs } from '@remix-run/node';
import { chosenAudienceSchema } from '../core/campaigns/audience.ts';
import type { AudienceCount } from '../core/campaigns/audience-count.ts';
import { parseJson } from '../core/parse-json.ts';
import { countAudience } from '../features/campaigns/count-audience.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyRead } from '../platform/heavy-read.server.ts';

/** How many customers an audience has now, for the editor: `?audience=` and the audience as JSON. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const given = parseJson(new URL(request.url).searchParams.get('audience') ?? undefined);
  const audience = chosenAudienceSchema.safeParse(given);
  // The people of an earlier campaign are counted by its report.
  if (!audience.success || audience.data.kind === 'unresolved') {
    throw new Response('This is no audience that can be counted', { status: 400 });
  }
  const counted = audience.data;
  const read = await heavyRead(shopId, request.signal, () => countAudience(shopId, counted));
  if (read.kind === 'read') {
    return Response.json(read.value satisfies AudienceCount);
  }
  // An answer and no error, which would take the editor away.
  const kind = read.kind === 'too_long' ? 'too_long' : 'busy';
  return Response.json({ kind } satisfies AudienceCount);
}
