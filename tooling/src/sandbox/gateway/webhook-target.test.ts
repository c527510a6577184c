import { describe, expect, it } from 'vitest';
import { webhookTarget } from './webhook-target.ts';

describe('webhookTarget', () => {
  it.each([
    ['http://127.0.0.1:4000/hooks', '127.0.0.1'],
    ['http://localhost:4000/hooks', '127.0.0.1'],
    ['http://portal.localhost:4000/hooks', '127.0.0.1'],
    ['http://[::1]:4000/hooks', '::1'],
    ['http://127.1:4000/', '127.0.0.1'],
    ['http://keyfall.test/', 'keyfall.test'],
  ])('%s is dialled at %s', (text, address) => {
    expect(webhookTarget(text, ['keyfall.test'])?.address).toBe(address);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://0.0.0.0/',
    'http://[::ffff:169.254.169.254]/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'not an address',
    '',
  ])('%s is refused', (text) => {
    expect(webhookTarget(text, [])).toBeUndefined();
  });
});
