import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';

export const projectCampaignCountsTask = (): Promise<void> => projectCampaignCounts();
