import { PortError } from '@keyfall/core';
import type { PayoutRailFactory } from '@keyfall/core/withdrawals';
import { z } from 'zod';
import { createSandboxRail } from './sandbox-rail.ts';

const TIMEOUT_MS = 10_000;

const sandboxConfigSchema = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }).max(500),
  merchantId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
});

/**
 * Builds payout rails from the settings that accounts are stored with: for the sandbox `{"baseUrl", "merchantId"}`. A bank
 * that is told by file has no rail: nothing is called for it.
 */
export function createRailFactory(options: { readonly timeoutMs?: number } = {}): PayoutRailFactory {
  return {
    open: ({ provider, config, apiKey }) => {
      if (provider !== 'sandbox') throw new PortError(`no payout rail named ${provider}`, { retryable: false });
      const parsed = sandboxConfigSchema.safeParse(config);
      if (!parsed.success) {
        throw new PortError('the settings of this payout account are not complete', {
          retryable: false,
          cause: parsed.error,
        });
      }
      return createSandboxRail({ ...parsed.data, apiKey, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
    },
  };
}
