import { createSmtpMailer } from '@keyfall/integrations';
import type { OutgoingMail } from '@keyfall/core/notifications';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Sandbox } from './start-sandbox.ts';
import { startTestSandbox } from './testing/test-sandbox.ts';

vi.setConfig({ testTimeout: 20_000 });

const mail: OutgoingMail = {
  id: 'n-1',
  from: { name: '青云小店', address: 'shop@example.com' },
  to: 'buyer@example.net',
  subject: '您的订单已发货',
  text: '查看订单：https://shop.example.com/o/1?t=a&b=c',
  html: '<p><a href="https://shop.example.com/o/1?t=a&amp;b=c">查看订单</a></p>',
};

async function scene(settings = {}) {
  const sandbox = await startTestSandbox({ settings });
  const mailer = createSmtpMailer({ host: '127.0.0.1', port: sandbox.smtpPort, encryption: 'none', timeoutMs: 10_000 });
  onTestFinished(() => mailer.close());
  return { sandbox, mailer };
}

interface Listed {
  readonly id: number;
  readonly to: readonly string[];
  readonly subject: string;
  readonly links: readonly string[];
}

async function list(sandbox: Sandbox, query = ''): Promise<readonly Listed[]> {
  const response = await fetch(`${sandbox.url}/mail/api/messages${query}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { messages: readonly Listed[] }).messages;
}

const page = async (sandbox: Sandbox, path: string) => {
  const response = await fetch(`${sandbox.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the mailbox', () => {
  it('catches what our mailer sends, with its links', async () => {
    const { sandbox, mailer } = await scene();
    await mailer.send(mail);
    expect(await list(sandbox)).toMatchObject([
      {
        from: '青云小店 <shop@example.com>',
        to: ['buyer@example.net'],
        subject: mail.subject,
        links: ['https://shop.example.com/o/1?t=a&b=c'],
      },
    ]);
  });

  it('is searched by recipient, in any case, and read on from a mail', async () => {
    const { sandbox, mailer } = await scene();
    await mailer.send(mail);
    await mailer.send({ ...mail, to: 'Zhang.San@example.cn', subject: 'second' });
    expect(await list(sandbox, '?to=zhang.san')).toMatchObject([{ subject: 'second' }]);
    expect(await list(sandbox, '?to=%25')).toEqual([]);
    const [newest, oldest] = await list(sandbox);
    expect(await list(sandbox, `?after=${oldest?.id}`)).toMatchObject([{ id: newest?.id }]);
  });

  it('lets a test wait for a mail', async () => {
    const { sandbox, mailer } = await scene();
    const waiting = list(sandbox, '?to=buyer&wait_ms=3000');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await mailer.send({ ...mail, to: 'other@example.net' });
    await mailer.send(mail);
    expect(await waiting).toMatchObject([{ to: ['buyer@example.net'] }]);
    expect(await list(sandbox, '?to=nobody&wait_ms=50')).toEqual([]);
    expect((await fetch(`${sandbox.url}/mail/api/messages?wait_ms=99999999`)).status).toBe(422);
  });

  it('keeps the newest mails only, by number and by size', async () => {
    const { sandbox, mailer } = await scene({ mailCountMax: 3 });
    for (let n = 1; n <= 5; n += 1) await mailer.send({ ...mail, subject: `number ${n}` });
    expect((await list(sandbox)).map((each) => each.subject)).toEqual(['number 5', 'number 4', 'number 3']);

    const small = await scene({ mailTotalBytesMax: 30_000 });
    for (let n = 1; n <= 4; n += 1) await small.mailer.send({ ...mail, subject: `big ${n}`, text: 'x'.repeat(12_000) });
    expect((await list(small.sandbox)).map((each) => each.subject)).toEqual(['big 4', 'big 3']);
  });

  it('refuses a mail that is too large for good', async () => {
    const { sandbox, mailer } = await scene({ mailBytesMax: 20_000 });
    await expect(mailer.send({ ...mail, text: 'x'.repeat(40_000) })).rejects.toMatchObject({ retryable: false });
    expect(await list(sandbox)).toEqual([]);
  });

  it('is emptied', async () => {
    const { sandbox, mailer } = await scene();
    await mailer.send(mail);
    await fetch(`${sandbox.url}/mail/api/messages`, { method: 'DELETE' });
    expect(await list(sandbox)).toEqual([]);
  });
});

describe('a hostile mail', () => {
  const hostile: OutgoingMail = {
    ...mail,
    from: { name: '<img src=x onerror=alert(1)>', address: 'shop@example.com' },
    subject: '<script>alert("subject")</script>',
    text: 'see https://ok.example/a"onmouseover="alert(1) <script>alert("text")</script> javascript:alert(2)',
    html: '<script>alert("html")</script><a href="javascript:alert(3)">x</a><img src="http://tracker.example/p">',
  };

  it('is shown as text, with web addresses alone as links', async () => {
    const { sandbox, mailer } = await scene();
    await mailer.send(hostile);
    const [{ id } = { id: 0 }] = await list(sandbox);
    for (const path of ['/mail', `/mail/${id}`]) {
      const { text, headers } = await page(sandbox, path);
      expect(text).not.toMatch(/<script|<img|onmouseover="|href="javascript/i);
      expect(text).toContain('&lt;script&gt;');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const { text } = await page(sandbox, `/mail/${id}`);
    expect(text.match(/href="http[^"]*"/g)).toEqual(['href="https://ok.example/a"', 'href="https://ok.example/a"']);
  });

  it('has its HTML in a document that runs no script and loads nothing', async () => {
    const { sandbox, mailer } = await scene();
    await mailer.send(hostile);
    const [{ id } = { id: 0 }] = await list(sandbox);
    expect((await page(sandbox, `/mail/${id}`)).text).toMatch(
      /<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/,
    );
    const { headers } = await page(sandbox, `/mail/${id}/html`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox;');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  });

  it('is downloaded, never opened, as source', async () => {
    const { sandbox, mailer } = await scene();
    await mailer.send(hostile);
    const [{ id } = { id: 0 }] = await list(sandbox);
    const { headers, text } = await page(sandbox, `/mail/${id}/raw`);
    expect(headers.get('content-disposition')).toContain('attachment');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toContain('Message-ID: <n-1@example.com>');
  });
});

it('a mail that is not there is told so', async () => {
  const { sandbox } = await scene();
  for (const path of ['/mail/999', '/mail/999/html', '/mail/999/raw', '/mail/api/messages/999', '/mail/x']) {
    expect((await page(sandbox, path)).status).toBe(404);
  }
});
