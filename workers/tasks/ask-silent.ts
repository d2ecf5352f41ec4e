import { askSilent } from '../../app/features/delivery/ask-silent.server.ts';

export const askSilentTask = (): Promise<void> => askSilent();
