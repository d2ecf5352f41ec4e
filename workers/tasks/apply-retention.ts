import { applyRetention } from '../../app/features/privacy/apply-retention.server.ts';

export async function applyRetentionTask(): Promise<void> {
  await applyRetention();
}
