import { PortError } from '@keyfall/core';
import type { Mailer, OutgoingMail, SentMail } from '@keyfall/core/notifications';
import { createTransport } from 'nodemailer';
import type { NodemailerError } from 'nodemailer';
import { checkMail } from './check-mail.ts';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` required, or `none` (for a server on this machine). */
  readonly encryption: 'tls' | 'starttls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  /** For connecting, for the greeting, and for each silence afterwards. */
  readonly timeoutMs?: number;
  /** Connections kept open at most. */
  readonly connectionsMax?: number;
}

export interface SmtpMailer extends Mailer {
  /** Ends idle connections; a mail under way is finished first. */
  close(): void;
}

const TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 4;
const RESPONSE_MAX = 500;

/** Sends mail over SMTP. Nothing in a mail is ever read from a file or an address. */
export function createSmtpMailer(settings: SmtpSettings): SmtpMailer {
  const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS;
  const transport = createTransport({
    pool: true,
    host: settings.host,
    port: settings.port,
    secure: settings.encryption === 'tls',
    requireTLS: settings.encryption === 'starttls',
    ignoreTLS: settings.encryption === 'none',
    maxConnections: settings.connectionsMax ?? CONNECTIONS_MAX,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(settings.login ? { auth: { user: settings.login.user, pass: settings.login.password } } : {}),
  });

  return {
    send: async (mail) => {
      checkMail(mail);
      try {
        return await deliver(mail);
      } catch (error) {
        throw portErrorOf(error);
      }
    },
    close: () => transport.close(),
  };

  async function deliver(mail: OutgoingMail): Promise<SentMail> {
    const { id, from, to, replyTo, subject, text, html } = mail;
    const sent = await transport.sendMail({
      from: { name: from.name, address: from.address },
      to: { name: '', address: to },
      ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
      subject,
      text,
      html,
      messageId: `<${id}@${domainOf(from.address)}>`,
      headers: { 'auto-submitted': 'auto-generated' },
    });
    return { messageId: sent.messageId, response: sent.response.slice(0, RESPONSE_MAX) };
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Codes that say something about our settings, which the next attempt would find as they are. */
const SETTINGS_ERRORS = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG', 'EREQUIRETLS']);

function portErrorOf(error: unknown): PortError {
  const known: Partial<NodemailerError> = error instanceof Error ? error : {};
  const code = known.code ?? 'unknown';
  const isFinal = known.permanent ?? SETTINGS_ERRORS.has(code);
  const detail = known.responseCode === undefined ? code : `${code} ${known.responseCode}`;
  return new PortError(`mail was not taken (${detail})`, { retryable: !isFinal, cause: error });
}
