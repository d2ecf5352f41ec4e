import { ByteBudget } from '../../app/server/byte-budget.ts';
import { StrangerLimit } from '../../app/server/stranger-limit.ts';

/** What handlers of the web server share, as roomy as in production. */
export const serverLimits = () => ({ budget: new ByteBudget(16_000_000), strangers: new StrangerLimit() });
