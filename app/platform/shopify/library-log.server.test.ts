import { expect, test } from 'vitest';
import { strikeSecrets } from './library-log.server.ts';

test('tokens and secret parameters are struck out of what the library says', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJkZXN0IjoieCJ9.c2ln-bmF0_dXJl';
  const said = `Rejected {shop: a.myshopify.com, destination: https://x/y?id_token=abc&hmac=12ab, header: ${token}, shpat_12ab}`;
  expect(strikeSecrets(said)).toBe(
    'Rejected {shop: a.myshopify.com, destination: https://x/y?id_token=[redacted]&hmac=[redacted], header: [redacted], [redacted]}',
  );
});
