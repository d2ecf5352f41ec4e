import { settleRefunds } from '../../app/features/credits/settle-refunds.server.ts';

export const settleRefundsTask = (): Promise<void> => settleRefunds();
