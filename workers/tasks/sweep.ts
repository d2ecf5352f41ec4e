import { sweep } from '../../app/features/messaging/sweep.server.ts';

export const sweepTask = (): Promise<void> => sweep();
