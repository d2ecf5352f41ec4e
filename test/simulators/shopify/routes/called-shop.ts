import type { Request } from 'express';
import type { DemoShop } from '../demo-shop.ts';
import type { StandIn } from '../stand-in.ts';

/**
 * The shop whose address the app called. The app sends `https://{shop}/admin/…` to the stand-in and puts the shop's
 * host into `x-sim-shop`.
 */
export function calledShop(standIn: StandIn, request: Request): DemoShop | undefined {
  return standIn.shops.get(request.get('x-sim-shop') ?? '');
}
