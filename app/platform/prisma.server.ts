import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { pool } from './database.server.ts';

/**
 * What pages read and the simple records. It borrows the connections of the one pool, so DATABASE_POOL_SIZE is the
 * whole of what a process takes; `closeDatabase` ends both.
 */
export const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
