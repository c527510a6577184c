import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderedCommits } from './ordered-commits.ts';

test('whatever the works take, as many run at once as may, and they end in their order', async () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 3 }), async (times, atOnce) => {
      const commits = new OrderedCommits(atOnce);
      const ended: number[] = [];
      let running = 0;
      for (const [index, timeMs] of times.entries()) {
        await commits.add(async (before) => {
          running += 1;
          expect(running).toBeLessThanOrEqual(atOnce);
          await sleep(timeMs);
          await before;
          ended.push(index);
          running -= 1;
        });
      }
      await commits.end();
      expect(ended).toEqual(times.map((_, index) => index));
    }),
    { numRuns: 25 },
  );
});

test('behind one that fails nothing is committed, and its failure is the one that is told', async () => {
  const commits = new OrderedCommits(3);
  const ended: number[] = [];
  const add = (index: number, fails = false): Promise<void> =>
    commits.add(async (before) => {
      await sleep(index === 1 ? 20 : 1);
      await before;
      if (fails) throw new Error(`no ${index}`);
      ended.push(index);
    });
  await add(0);
  await add(1, true);
  await add(2);
  await expect(commits.end()).rejects.toThrow('no 1');
  expect(ended).toEqual([0]);
});

test('a failure is told to whoever adds the next one', async () => {
  const commits = new OrderedCommits(1);
  await commits.add(() => Promise.reject(new Error('broken')));
  await expect(commits.add(() => Promise.resolve())).rejects.toThrow('broken');
  await commits.end();
});
