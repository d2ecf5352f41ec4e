import { defineConfig } from 'prisma/config';

/** For the prisma command line only; the app itself connects through app/platform. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // "prisma generate" needs no database, so a missing address must not stop it.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
