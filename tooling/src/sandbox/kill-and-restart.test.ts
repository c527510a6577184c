import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createSmtpMailer } from '@keyfall/integrations';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from './start-sandbox.ts';
import { adapterFor, payBy, paymentRequest, temporaryFolder, testApi } from './testing/test-sandbox.ts';
import { catchWebhooks, eventsOf } from './testing/webhook-catcher.ts';

interface Running {
  readonly url: string;
  readonly smtpPort: number;
  readonly child: ChildProcess;
}

async function startProcess(folder: string): Promise<Running> {
  const child = fork(new URL('./testing/sandbox-process.ts', import.meta.url), [folder], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [ready] = (await once(child, 'message')) as [{ url: string; smtpPort: number }];
  return { ...ready, child };
}

async function killHard({ child }: Running): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('a sandbox killed with -9', { timeout: 30_000 }, () => {
  it('has everything it answered, and sends the webhooks it had not got through', async () => {
    const folder = temporaryFolder();
    const platform = await catchWebhooks();
    platform.answerNext(...Array.from({ length: 3 }, () => 500));
    const before = await startProcess(folder);
    const request = paymentRequest({ notifyUrl: platform.url });
    const { providerRef } = await adapterFor(before).createPayment(request);
    await payBy(before, providerRef);
    await testApi(before, 'PUT', '/faults', { refund: 'pending' });
    const mailer = createSmtpMailer({ host: '127.0.0.1', port: before.smtpPort, encryption: 'none' });
    onTestFinished(() => mailer.close());
    const from = { name: 'Shop', address: 'shop@example.com' };
    await mailer.send({ id: 'n-1', from, to: 'buyer@example.net', subject: 'Kept', text: 't', html: 'h' });
    await platform.untilCount(1);
    await killHard(before);

    const after = await startProcess(folder);
    const gateway = adapterFor(after);
    expect(await gateway.query({ reference: request.reference })).toMatchObject({
      state: 'captured',
      providerRef,
      transactions: [{ amount: 3000n }],
    });
    expect((await testApi(after, 'GET', '/faults')).json).toMatchObject({ refund: 'pending' });
    const mails: unknown = await (await fetch(`${after.url}/mail/api/messages`)).json();
    expect(mails).toMatchObject({ messages: [{ subject: 'Kept' }] });
    await platform.untilCount(4);
    const events = eventsOf(platform.verdicts(gateway));
    expect(new Set(events.map((event) => event.eventId)).size).toBe(1);
  });

  it('forgets no capture it confirmed and confirms none twice, wherever the kill falls', async () => {
    const folder = temporaryFolder();
    const confirmed: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const running = await startProcess(folder);
      const gateway = adapterFor(running);
      const payer = (async () => {
        for (;;) {
          const { providerRef } = await gateway.createPayment(paymentRequest());
          if ((await payBy(running, providerRef)).status === 200) confirmed.push(providerRef);
        }
      })();
      const cutOff = payer.catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 150 + round * 70));
      await killHard(running);
      expect(await cutOff).toBeInstanceOf(Error);
    }
    const last = await startProcess(folder);
    const { json } = await testApi(last, 'GET', '/truth/captures?limit=1000');
    const captured = (json as { items: { payment_id: string }[] }).items.map((item) => item.payment_id);
    expect(confirmed.length).toBeGreaterThan(0);
    expect(new Set(captured).size).toBe(captured.length);
    expect(captured).toEqual(expect.arrayContaining(confirmed));
  });

  it('frees its folder, which a running one holds', async () => {
    const folder = temporaryFolder();
    const running = await startProcess(folder);
    await expect(startSandbox({ folder, port: 0, smtpPort: 0 })).rejects.toThrow('is another sandbox running on it?');
    await killHard(running);
    const next = await startSandbox({ folder, port: 0, smtpPort: 0 });
    await next.stop();
  });
});
