import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { OutgoingMail } from '@keyfall/core/notifications';
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpMailer } from './smtp-mailer.ts';

const mail: OutgoingMail = {
  id: '0199-notification',
  from: { name: '青云小店', address: 'shop@example.com' },
  to: 'buyer@example.net',
  subject: '您的订单已发货 – your order',
  text: 'Open https://shop.example.com/o/1',
  html: '<p>Open <a href="https://shop.example.com/o/1">your order</a></p>',
};

function mailerAt(port: number, timeoutMs = 10_000) {
  const mailer = createSmtpMailer({ host: '127.0.0.1', port, encryption: 'none', timeoutMs });
  onTestFinished(() => mailer.close());
  return mailer;
}

async function catchMail(options: SMTPServerOptions = {}): Promise<{ port: number; caught: Promise<Email>[] }> {
  const caught: Promise<Email>[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        caught.push(PostalMime.parse(Buffer.concat(chunks)));
        callback();
      });
    },
    ...options,
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (listener.address() as AddressInfo).port, caught };
}

const answerWith = (responseCode: number) => Object.assign(new Error('no'), { responseCode });

async function rawServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('createSmtpMailer', () => {
  it('delivers both parts, the names and the subject in any script', async () => {
    const { port, caught } = await catchMail();
    const sent = await mailerAt(port).send({ ...mail, replyTo: 'help@example.com' });
    expect(sent.messageId).toBe('<0199-notification@example.com>');
    const received = await caught[0];
    expect(received).toMatchObject({
      from: { name: '青云小店', address: 'shop@example.com' },
      to: [{ address: 'buyer@example.net' }],
      replyTo: [{ address: 'help@example.com' }],
      subject: mail.subject,
      messageId: '<0199-notification@example.com>',
    });
    expect(received?.text?.trim()).toBe(mail.text);
    expect(received?.html).toContain('href="https://shop.example.com/o/1"');
    expect(received?.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it('sends the same Message-ID again when it is asked to send again', async () => {
    const { port, caught } = await catchMail();
    const mailer = mailerAt(port);
    await mailer.send(mail);
    await mailer.send(mail);
    const ids = (await Promise.all(caught)).map((received) => received.messageId);
    expect(ids).toEqual(['<0199-notification@example.com>', '<0199-notification@example.com>']);
  });

  it.each([
    [450, true],
    [550, false],
  ])('after %i from the server, trying again is %s', async (code, retryable) => {
    const { port } = await catchMail({ onRcptTo: (_to, _session, callback) => callback(answerWith(code)) });
    await expect(mailerAt(port).send(mail)).rejects.toMatchObject({ name: 'PortError', retryable });
  });

  it('does not retry a refused login', async () => {
    const { port } = await catchMail({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, callback) => callback(answerWith(535)),
    });
    const mailer = createSmtpMailer({
      host: '127.0.0.1',
      port,
      encryption: 'none',
      login: { user: 'shop', password: 'wrong' },
    });
    onTestFinished(() => mailer.close());
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: 'PortError', retryable: false });
  });

  it('retries a server that is not there', async () => {
    await expect(mailerAt(9).send(mail)).rejects.toMatchObject({ name: 'PortError', retryable: true });
  });

  it('gives up on a server that never greets', async () => {
    const port = await rawServer(() => undefined);
    await expect(mailerAt(port, 300).send(mail)).rejects.toMatchObject({ name: 'PortError', retryable: true });
  });

  it('retries after a connection that breaks', async () => {
    const port = await rawServer((socket) => socket.end('220 hello\r\n'));
    await expect(mailerAt(port).send(mail)).rejects.toMatchObject({ name: 'PortError', retryable: true });
  });

  it('retries after a server that speaks another protocol', async () => {
    const port = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(mailerAt(port).send(mail)).rejects.toMatchObject({ name: 'PortError', retryable: true });
  });

  it('never sends in clear what has to be encrypted', async () => {
    const { port, caught } = await catchMail();
    const mailer = createSmtpMailer({ host: '127.0.0.1', port, encryption: 'starttls' });
    onTestFinished(() => mailer.close());
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: 'PortError' });
    expect(caught).toHaveLength(0);
  });

  it('sends a name full of mail syntax as a name', async () => {
    const { port, caught } = await catchMail();
    await mailerAt(port).send({ ...mail, from: { name: 'Shop", <evil@example.org>, "', address: 'shop@example.com' } });
    expect((await caught[0])?.from).toEqual({ name: 'Shop", <evil@example.org>, "', address: 'shop@example.com' });
  });
});

describe('a mail that is not fit to send', () => {
  it.each<[string, Partial<OutgoingMail>]>([
    ['a second recipient', { to: 'buyer@example.net, other@example.net' }],
    ['a group', { to: 'all:buyer@example.net;' }],
    ['a line break in the recipient', { to: 'buyer@example.net\r\nBcc: x@example.net' }],
    ['no address', { to: 'buyer' }],
    ['a line break in the subject', { subject: 'Hello\r\nBcc: x@example.net' }],
    ['a line break in the name', { from: { name: 'Shop\nBcc: x@example.net', address: 'shop@example.com' } }],
    ['a reply address that is none', { replyTo: '<script>' }],
    ['an id with a line break', { id: 'a\r\nb' }],
    ['an empty subject', { subject: '' }],
    ['an empty text', { text: '' }],
    ['a body without end', { html: 'x'.repeat(600 * 1024) }],
    ['an address made to be slow', { to: `a@${'a-'.repeat(120)}` }],
  ])('%s is refused before anything is sent', async (_what, wrong) => {
    const startedAt = performance.now();
    await expect(mailerAt(9).send({ ...mail, ...wrong })).rejects.toMatchObject({
      name: 'PortError',
      retryable: false,
      message: expect.stringContaining('not fit to send') as string,
    });
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
