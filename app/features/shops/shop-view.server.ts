import { prisma } from '../../platform/prisma.server.ts';

/** What pages show of a shop. `timeZone` is an IANA name, `country` ISO alpha-2, `syncCount` customers read so far. */
export type ShopView = {
  name: string;
  country: string;
  timeZone: string;
  sender: string | null;
  syncStatus: string;
  syncCount: number;
};

/** @throws when the shop does not exist: the id comes from a verified token. */
export async function shopView(shopId: number): Promise<ShopView> {
  return prisma.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { name: true, country: true, timeZone: true, sender: true, syncStatus: true, syncCount: true },
  });
}
