import { auditBooks } from '../../app/features/compliance/audit-books.server.ts';

export async function auditBooksTask(): Promise<void> {
  await auditBooks();
}
