import { isIP } from 'node:net';

/** Where a webhook may go and which address is dialled for it. */
export interface WebhookTarget {
  readonly url: URL;
  readonly address: string;
}

/**
 * The sandbox talks to this machine only: loopback addresses, `localhost` and names below it (which programs often
 * cannot resolve, so they are dialled as 127.0.0.1). A name on `namesAllowed` is dialled as it is.
 *
 * @returns undefined for any other target
 */
export function webhookTarget(text: string, namesAllowed: readonly string[]): WebhookTarget | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return { url, address: '127.0.0.1' };
  if (isIP(name) === 4 && name.startsWith('127.')) return { url, address: name };
  if (name === '::1') return { url, address: name };
  return namesAllowed.includes(name) ? { url, address: name } : undefined;
}
