import type { LoaderFunctionArgs } from '@remix-run/node';
import { findSegments } from '../features/segments/find-segments.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

const SEARCH_MAX = 200;

/** Segments of the shop, for the picker: `?search=` and words of their names. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const search = new URL(request.url).searchParams.get('search') ?? '';
  return Response.json(await findSegments(shopId, search.slice(0, SEARCH_MAX)));
}
