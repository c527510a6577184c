import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { pauseMs, startWorkerLoop } from './worker-loop.ts';

const silent = pino({ level: 'silent' });

describe('startWorkerLoop', () => {
  it('goes on at once while work is left', async () => {
    let rounds = 0;
    const done = Promise.withResolvers<void>();
    const sweep = async (): Promise<boolean> => {
      rounds += 1;
      if (rounds === 5) done.resolve();
      return await Promise.resolve(rounds < 5);
    };
    const loop = startWorkerLoop([{ name: 'busy', everyMs: 60_000, sweep }], silent);
    await done.promise;
    await loop.stop();
    expect(rounds).toBe(5);
  });

  it('tries again after a failed round, and one failing sweeper does not hold up another', async () => {
    let failing = 0;
    const seen = Promise.withResolvers<void>();
    const broken = {
      name: 'broken',
      everyMs: 1,
      sweep: (): Promise<boolean> => {
        failing += 1;
        return Promise.reject(new Error('no database'));
      },
    };
    const healthy = {
      name: 'healthy',
      everyMs: 1,
      sweep: (): Promise<boolean> => {
        if (failing > 0) seen.resolve();
        return Promise.resolve(false);
      },
    };
    const loop = startWorkerLoop([broken, healthy], silent);
    await seen.promise;
    await loop.stop();
    expect(failing).toBe(1);
  });

  it('waits for the running round when it is stopped', async () => {
    let finished = false;
    const started = Promise.withResolvers<void>();
    const sweep = async (): Promise<boolean> => {
      started.resolve();
      await new Promise((resolve) => setTimeout(resolve, 30));
      finished = true;
      return false;
    };
    const loop = startWorkerLoop([{ name: 'slow', everyMs: 1, sweep }], silent);
    await started.promise;
    await loop.stop();
    expect(finished).toBe(true);
  });
});

describe('pauseMs', () => {
  it('doubles with failures up to half a minute, never in step with other workers', () => {
    expect(pauseMs(1000, 0)).toBeGreaterThanOrEqual(900);
    expect(pauseMs(1000, 0)).toBeLessThanOrEqual(1100);
    expect(pauseMs(1000, 2)).toBeGreaterThan(3500);
    expect(pauseMs(1000, 20)).toBeLessThanOrEqual(33_000);
  });
});
