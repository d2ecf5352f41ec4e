import type { ActionFunctionArgs } from '@remix-run/node';
import { readId } from '../core/read-id.ts';
import { PIECE_BYTES } from '../features/imports/import-row.server.ts';
import { storePiece } from '../features/imports/upload-file.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

/** One piece of a file, as it is, in the body. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const importId = readId(params.id);
  const no = /^\d{1,4}$/.test(params.no ?? '') ? Number(params.no) : undefined;
  const bytes = await readAtMost(request, PIECE_BYTES);
  if (importId === undefined || no === undefined || bytes === undefined) {
    throw new Response('This piece of a file cannot be read', { status: 400 });
  }
  const stored = await storePiece(shopId, importId, { no, bytes });
  switch (stored.kind) {
    case 'stored':
      return Response.json({ stored: true });
    case 'wrong_size':
      throw new Response('This piece has another size than its file says', { status: 400 });
    default:
      throw new Response('This upload does not exist in your shop, or has ended', { status: 404 });
  }
}

/** Undefined when there is more, whatever the request says about itself. */
async function readAtMost(request: Request, most: number): Promise<Uint8Array | undefined> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    chunks.push(read.value);
    size += read.value.length;
    if (size > most) {
      await reader?.cancel();
      return undefined;
    }
  }
  return Buffer.concat(chunks);
}
