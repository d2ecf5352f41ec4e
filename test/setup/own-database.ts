import { afterAll } from 'vitest';
import { cloneTemplate } from '../support/database.ts';

// Every test file has a database of its own, and it exists before the file imports the app.
const database = await cloneTemplate();
process.env.DATABASE_URL = database.url;

afterAll(async () => {
  const { closeDatabase } = await import('../../app/platform/database.server.ts');
  await closeDatabase();
  await database.drop();
});
