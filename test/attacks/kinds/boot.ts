import { randomBytes } from 'node:crypto';
import type { Variables } from '../../../scripts/demo/environment.ts';
import { type Attack, unless } from '../attack.ts';
import { AttackedProcess } from '../attacked-process.ts';

/** What an operator may have got wrong: the process must not begin. */
export const boot: readonly Attack[] = [
  {
    name: 'wrong-key',
    finding: 12,
    does: 'Web and worker are started with another ENCRYPTION_KEY than the database knows.',
    async run({ env }) {
      const wrong = { ...env, PORT: '0', ENCRYPTION_KEY: randomBytes(32).toString('hex') };
      const problems: string[] = [];
      for (const script of ['app/server/index.ts', 'workers/index.ts']) {
        const process_ = new AttackedProcess(script, wrong);
        problems.push(...unless(`${script} ended with`, (await process_.ended()) ?? 'nothing', [78]));
        if (!process_.whole().includes('ENCRYPTION_KEY is not the key')) {
          problems.push(`${script} did not say why`);
        }
      }
      return problems;
    },
  },
  {
    name: 'unsafe-environment',
    finding: 17,
    does: 'The web process is started without NODE_ENV, with a stand-in, with weak secrets, with links on the host of the app.',
    async run({ env }) {
      const { NODE_ENV: _, ...unset } = env;
      const right = {
        ...unset,
        PORT: '0',
        SHOPIFY_SIM_ORIGIN: '',
        APP_BRIDGE_URL: '',
        SHOPIFY_APP_URL: 'https://app.example.com',
        LINK_DOMAIN: 'sms.example.com',
        SHOPIFY_API_SECRET: randomBytes(16).toString('hex'),
        MITTO_REPORT_SECRET: randomBytes(24).toString('hex'),
        MITTO_API_BASE_URL: '',
        ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      };
      const cases: [string, Variables][] = [
        ['SHOPIFY_SIM_ORIGIN', { ...right, SHOPIFY_SIM_ORIGIN: 'http://127.0.0.1:1' }],
        ['ENCRYPTION_KEY', { ...right, ENCRYPTION_KEY: '0'.repeat(64) }],
        ['MITTO_REPORT_SECRET', { ...right, MITTO_REPORT_SECRET: 'a'.repeat(24) }],
        ['SHOPIFY_API_SECRET', { ...right, SHOPIFY_API_SECRET: '12345678' }],
        ['SHOPIFY_APP_URL', { ...right, SHOPIFY_APP_URL: 'http://127.0.0.1' }],
        ['LINK_DOMAIN', { ...right, LINK_DOMAIN: 'app.example.com' }],
      ];
      const problems: string[] = [];
      for (const [name, variables] of cases) {
        const process_ = new AttackedProcess('app/server/index.ts', variables);
        problems.push(...unless(`${name} ended with`, (await process_.ended()) ?? 'nothing', [78]));
        if (!process_.whole().includes(`  ${name} `)) {
          problems.push(`${name} was not named: ${process_.lastWords()}`);
        }
      }
      return problems;
    },
  },
];
