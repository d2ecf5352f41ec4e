import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';

export const matchParkedReportsTask = (): Promise<void> => matchParkedReports();
