import { describe, expect, it } from 'vitest';
import { createReadiness } from './readiness.ts';

describe('createReadiness', () => {
  it('waits for what another process reports and for what it looks at itself', async () => {
    const readiness = createReadiness(['worker'], new Map([['database', () => Promise.resolve('not reachable')]]));
    readiness.markReady('worker');
    readiness.markReady('something else');
    expect(await readiness.report()).toEqual({
      ready: false,
      waiting: [{ part: 'database', reason: 'not reachable' }],
    });
  });

  it('takes a probe that throws for not ready, and keeps its text to itself', async () => {
    const probe = (): Promise<undefined> => Promise.reject(new Error('password "secret" refused'));
    const readiness = createReadiness([], new Map([['database', probe]]));
    const report = await readiness.report();
    expect(report.ready).toBe(false);
    expect(JSON.stringify(report)).not.toContain('secret');
  });

  it('asks a probe once, however many ask at the same moment', async () => {
    let asked = 0;
    const probe = (): Promise<undefined> => {
      asked += 1;
      return Promise.resolve(undefined);
    };
    const readiness = createReadiness([], new Map([['database', probe]]));
    await Promise.all(Array.from({ length: 20 }, () => readiness.report()));
    expect(asked).toBe(1);
  });
});
