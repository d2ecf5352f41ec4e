import { data, type LoaderFunctionArgs } from '@remix-run/node';
import { Problem } from '../components/Problem.tsx';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

/** An address under /app that no page has: the menu stays, so the merchant finds back. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateAdmin(request);
  return data(null, { status: 404 });
}

export default function NotFound() {
  return <Problem status={404} />;
}
