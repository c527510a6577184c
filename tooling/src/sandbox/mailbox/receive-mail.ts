import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { SandboxSettings } from '../settings.ts';
import type { SandboxClock } from '../store/clock.ts';
import type { Store } from '../store/open-store.ts';
import { keepMail } from './mail-store.ts';

const CLIENTS_MAX = 50;
const RECIPIENTS_MAX = 20;
const IDLE_MS = 30_000;
const SUBJECT_MAX = 500;

export interface MailReceiver {
  readonly port: number;
  stop(): Promise<void>;
}

/** Takes every mail that is handed to it, without asking for a login: it listens on this machine only. */
export async function startMailReceiver(
  mailbox: { readonly store: Store; readonly settings: SandboxSettings; readonly clock: SandboxClock },
  options: { readonly port: number; readonly onMail: () => void; readonly onError: (error: unknown) => void },
): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mailbox.settings.mailBytesMax,
    maxClients: CLIENTS_MAX,
    socketTimeout: IDLE_MS,
    closeTimeout: 1000,
    logger: false,
    onRcptTo: (_address, session, callback) => {
      const tooMany = session.envelope.rcptTo.length >= RECIPIENTS_MAX;
      callback(tooMany ? smtpError(452, 'Too many recipients') : undefined);
    },
    onData: (stream, session, callback) => takeThenTell(stream, session, (error) => callback(error)),
  });
  const takeThenTell = callbackify(take);

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await readBounded(stream, mailbox.settings.mailBytesMax);
    if (!raw) throw smtpError(552, 'The mail is too large');
    const mail = await PostalMime.parse(raw).catch(() => {
      throw smtpError(554, 'The mail cannot be read');
    });
    const { envelope } = session;
    keepMail(
      mailbox.store,
      {
        receivedAt: mailbox.clock.wall(),
        from: mail.from ? addressText(mail.from) : envelope.mailFrom ? envelope.mailFrom.address : '',
        to: envelope.rcptTo.map((recipient) => recipient.address),
        subject: (mail.subject ?? '').slice(0, SUBJECT_MAX),
        text: mail.text ?? '',
        html: mail.html ?? '',
        raw,
      },
      mailbox.settings,
    );
    options.onMail();
  }

  server.on('error', options.onError);
  const listener = server.listen(options.port, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads to the end, as SMTP demands, but keeps nothing of what is larger than allowed. */
async function readBounded(stream: SMTPServerDataStream, bytesMax: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= bytesMax) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes <= bytesMax ? new Uint8Array(Buffer.concat(chunks)) : undefined;
}

function addressText(from: { readonly name: string; readonly address?: string | undefined }): string {
  return from.name === '' ? (from.address ?? '') : `${from.name} <${from.address ?? ''}>`;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
