import { testVariables } from './variables.ts';

// Before any import of the app: it parses the environment while it is loaded.
Object.assign(process.env, testVariables);
