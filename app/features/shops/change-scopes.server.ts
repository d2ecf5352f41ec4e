import { z } from 'zod';
import { log } from '../../platform/log.server.ts';
import { prisma } from '../../platform/prisma.server.ts';

/** The payload of app/scopes_update, as far as it is read. */
export const scopesUpdate = z.object({ current: z.array(z.string()) });

/** Notes which scopes a shop has granted: the stored session would keep the ones of the day it was made. */
export async function changeScopes(domain: string, scopes: string[]): Promise<void> {
  const { count } = await prisma.session.updateMany({
    where: { shop: domain },
    data: { scope: scopes.join(',') },
  });
  log.info({ shop: domain, scopes: scopes.length, sessions: count }, 'scopes changed');
}
