import { PortError } from '@keyfall/core';
import { describe, expect, it } from 'vitest';
import { createGatewayFactory } from './gateway-factory.ts';

const apiKey = 'k'.repeat(32);
const factory = createGatewayFactory();

describe('createGatewayFactory', () => {
  it('opens a sandbox account', () => {
    const config = { baseUrl: 'http://127.0.0.1:4001', merchantId: 'm-1' };
    expect(factory.open({ provider: 'sandbox', config, apiKey }).provider).toBe('sandbox');
  });

  it.each([
    ['another provider', 'stripe', { baseUrl: 'http://127.0.0.1', merchantId: 'm-1' }],
    ['no settings', 'sandbox', undefined],
    ['an address that is no web address', 'sandbox', { baseUrl: 'file:///etc/passwd', merchantId: 'm-1' }],
    ['a merchant that is a path', 'sandbox', { baseUrl: 'http://127.0.0.1', merchantId: '../m' }],
  ])('refuses %s', (_what, provider, config) => {
    expect(() => factory.open({ provider, config, apiKey })).toThrow(PortError);
  });
});
