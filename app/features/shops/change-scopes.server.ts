import { log } from '../../platform/log.server.ts';
import { prisma } from '../../platform/prisma.server.ts';

/** Notes which scopes a shop has granted: the stored session would keep the ones of the day it was made. */
export async function changeScopes(domain: string, scopes: string[]): Promise<void> {
  const { count } = await prisma.session.updateMany({
    where: { shop: domain },
    data: { scope: scopes.join(',') },
  });
  log.info({ shop: domain, scopes: scopes.length, sessions: count }, 'scopes changed');
}
