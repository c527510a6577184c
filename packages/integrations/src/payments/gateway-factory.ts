import { PortError } from '@keyfall/core';
import type { GatewayFactory } from '@keyfall/core';
import { z } from 'zod';
import { createSandboxGateway } from './sandbox/sandbox-gateway.ts';

const sandboxConfigSchema = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }).max(500),
  merchantId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
});

/**
 * Builds gateways from the settings that accounts are stored with: for the sandbox `{"baseUrl", "merchantId"}`.
 *
 * @param options.sandboxUrl where this installation's sandbox is; left out: it has none
 */
export function createGatewayFactory(
  options: { readonly timeoutMs?: number; readonly sandboxUrl?: string | undefined } = {},
): GatewayFactory {
  const { sandboxUrl, ...limits } = options;
  return {
    settingsOf: (provider, merchantId) =>
      provider === 'sandbox' && sandboxUrl !== undefined ? { baseUrl: sandboxUrl, merchantId } : null,
    open: ({ provider, config, apiKey }) => {
      if (provider !== 'sandbox') throw new PortError(`no gateway named ${provider}`, { retryable: false });
      const parsed = sandboxConfigSchema.safeParse(config);
      if (!parsed.success) {
        throw new PortError('the settings of this sandbox account are not complete', {
          retryable: false,
          cause: parsed.error,
        });
      }
      return createSandboxGateway({ ...parsed.data, ...limits, apiKey });
    },
  };
}
