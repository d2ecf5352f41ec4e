import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Response, type Router } from 'express';
import { z } from 'zod';
import type { ExportBook, ShopifyExport } from '../admin-api/export-book.ts';
import type { StandIn } from '../stand-in.ts';

const controlSchema = z.object({
  shop: z.string().optional(),
  exportMs: z.number().min(0).optional(),
  granted: z.boolean().optional(),
  busy: z.boolean().optional(),
  badEnds: z
    .array(z.enum(['ACCESS_DENIED', 'INTERNAL_SERVER_ERROR', 'TIMEOUT', 'CANCELED', 'EXPIRED']))
    .optional(),
  faults: z
    .object({
      cuts: z.int().min(0),
      cutAfter: z.int().min(0),
      gone: z.boolean(),
      ignoreRange: z.boolean(),
      truncated: z.boolean(),
      pauseMs: z.number().min(0),
    })
    .partial()
    .optional(),
});

/** `GET /exports/{shop}/{number}.jsonl`, the results of bulk operations, whole or from a byte on; and what tests do to them. */
export function exportRoutes(standIn: StandIn): Router {
  const router = express.Router();
  router.get('/exports/:shop/:number.jsonl', (request, response) => {
    const book = standIn.shops.get(request.params.shop)?.exports;
    const one = book?.find(`gid://shopify/BulkOperation/${request.params.number}`);
    if (book === undefined || one === undefined || !one.written || book.faults.gone) {
      response
        .status(book?.faults.gone === true ? 400 : 404)
        .send('<Error><Code>ExpiredToken</Code></Error>');
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.get('range') ?? '')?.[1] ?? 0);
    send(response, book, one, book.faults.ignoreRange ? 0 : from).catch(() => response.destroy());
  });
  router.post('/_control/exports', express.json(), (request, response) => {
    const body = controlSchema.safeParse(request.body ?? {});
    const shop = body.success ? standIn.shops.get(body.data.shop ?? standIn.firstShop.domain) : undefined;
    if (!body.success || shop === undefined) {
      response.status(400).json({ error: body.success ? 'no such shop' : z.prettifyError(body.error) });
      return;
    }
    const { exportMs, granted, busy, badEnds, faults } = body.data;
    shop.exports.exportMs = exportMs ?? shop.exports.exportMs;
    shop.exports.granted = granted ?? shop.exports.granted;
    shop.exports.busy = busy ?? shop.exports.busy;
    shop.exports.badEnds.splice(
      0,
      badEnds === undefined ? 0 : shop.exports.badEnds.length,
      ...(badEnds ?? []),
    );
    Object.assign(shop.exports.faults, faults);
    response.json({ ok: true });
  });
  router.get('/_control/exports', (request, response) => {
    const shop = standIn.shops.get(String(request.query.shop ?? standIn.firstShop.domain));
    response.json(shop?.exports.list().map(({ id, query, count }) => ({ id, query, count })) ?? []);
  });
  return router;
}

async function send(response: Response, book: ExportBook, one: ShopifyExport, from: number): Promise<void> {
  const { faults } = book;
  const size = faults.truncated ? Math.max(0, one.bytes - 10) : one.bytes;
  if (from >= size) {
    response.status(416).set('content-range', `bytes */${size}`).end();
    return;
  }
  const cutAfter = faults.cuts > 0 ? faults.cutAfter : Number.POSITIVE_INFINITY;
  faults.cuts = Math.max(0, faults.cuts - 1);
  response.status(from === 0 ? 200 : 206).set({
    'content-type': 'application/jsonl',
    'content-length': String(size - from),
    ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
  });
  let sent = 0;
  for await (const chunk of createReadStream(one.file, { start: from, end: size - 1 })) {
    const bytes: Buffer = chunk;
    response.write(bytes.subarray(0, Math.max(0, cutAfter - sent)));
    sent += bytes.length;
    if (sent >= cutAfter) {
      // What was written leaves first.
      response.socket?.end();
      return;
    }
    if (response.destroyed) {
      return;
    }
    if (response.writableNeedDrain) {
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        response.once('close', resolve);
      });
    }
    if (faults.pauseMs > 0) {
      await sleep(faults.pauseMs);
    }
  }
  response.end();
}
