import { PortError } from '@keyfall/core';
import type { Mailer } from '@keyfall/core/notifications';
import { createSmtpMailer, type SmtpSettings } from '@keyfall/integrations';
import type { Env } from './env.ts';

export interface OpenedMailer extends Mailer {
  close(): void;
}

/**
 * The mailer of the installation. A demo's mail goes to its own mailbox on PORT+3; a production installation without a mail
 * server keeps its mails queued until it has one.
 */
export function openMailer(env: Env): OpenedMailer {
  if (env.smtpUrl !== undefined) return createSmtpMailer(smtpSettingsOf(env.smtpUrl));
  if (env.mode !== 'production') return createSmtpMailer({ host: '127.0.0.1', port: env.port + 3, encryption: 'none' });
  return {
    send: () => Promise.reject(new PortError('no mail server: set KEYFALL_SMTP_URL', { retryable: true })),
    close: () => {},
  };
}

const ENCRYPTION = { 'smtp:': 'starttls', 'smtps:': 'tls', 'smtp+plain:': 'none' } as const;
const PORTS = { 'smtp:': 587, 'smtps:': 465, 'smtp+plain:': 25 } as const;

/** The parts of a mail server's address, as `readEnv` let it through. */
export function smtpSettingsOf(address: string): SmtpSettings {
  const url = new URL(address);
  const scheme = url.protocol as keyof typeof ENCRYPTION;
  const login =
    url.username === ''
      ? {}
      : { login: { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } };
  return {
    host: url.hostname,
    port: url.port === '' ? PORTS[scheme] : Number(url.port),
    encryption: ENCRYPTION[scheme],
    ...login,
  };
}
