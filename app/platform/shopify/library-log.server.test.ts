import { LogSeverity } from '@shopify/shopify-app-remix/server';
import { expect, test, vi } from 'vitest';
import { log } from '../log.server.ts';
import { libraryLog } from './library-log.server.ts';

test('tokens and queries are struck out of what the library says', () => {
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJkZXN0IjoieCJ9.c2ln-bmF0_dXJl';
  const said = `Rejected {shop: a.myshopify.com, destination: https://x/y?id_token=abc&hmac=12ab, header: ${token}, shpat_12ab}`;
  libraryLog.log(LogSeverity.Error, said);
  expect(logged).toHaveBeenCalledWith(
    { from: 'shopify' },
    'Rejected {shop: a.myshopify.com, destination: https://x/y?[struck], header: [struck], [struck]}',
  );
  logged.mockRestore();
});
