import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { beginUpload } from '../features/imports/upload-file.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readJson } from '../platform/action-body.server.ts';

const fileSchema = z.object({
  name: z.string().min(1).max(1_000),
  bytes: z.number().int().nonnegative(),
});

/** A file is about to be sent in pieces. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const file = fileSchema.safeParse(await readJson(request));
  if (!file.success) {
    throw new Response('This file has no name or size', { status: 400 });
  }
  const begun = await beginUpload(shopId, file.data);
  return Response.json(
    begun.kind === 'begun'
      ? { importId: begun.importId, pieceBytes: begun.pieceBytes }
      : { refused: begun.kind },
  );
}
