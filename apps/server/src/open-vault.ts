import { PortError, type Core } from '@keyfall/core';
import type { Env } from './env.ts';

/** The key vault of the installation. */
export function openVault(_env: Env): Core['ports']['vault'] {
  const refuse = (): Promise<never> => Promise.reject(new PortError('no key vault', { retryable: false }));
  return { wrap: refuse, unwrap: refuse, currentVersion: refuse };
}
