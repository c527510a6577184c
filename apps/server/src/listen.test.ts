import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { HttpEnv } from './http-env.ts';
import { listen, ListenError } from './listen.ts';

describe('listen', () => {
  it('says what to do when the port is taken', async () => {
    const first = await listen(new Hono<HttpEnv>(), '127.0.0.1', 0);
    const second = listen(new Hono<HttpEnv>(), '127.0.0.1', first.port);
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toThrow(`port ${first.port} is in use: stop what uses it, or start on another one`);
    await first.stop();
  });

  it('stops although a stream is open, and lets a running request end', async () => {
    const app = new Hono<HttpEnv>();
    const asked = Promise.withResolvers<void>();
    app.get('/slow', async (c) => {
      asked.resolve();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return c.text('done');
    });
    app.get(
      '/stream',
      () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array([1])) })),
    );
    const listening = await listen(app, '127.0.0.1', 0);
    const base = `http://127.0.0.1:${listening.port}`;
    await fetch(`${base}/stream`);
    const slow = fetch(`${base}/slow`).then((answer) => answer.text());
    await asked.promise;
    await listening.stop();
    expect(await slow).toBe('done');
    await expect(fetch(`${base}/slow`)).rejects.toThrow('fetch failed');
  });
});
