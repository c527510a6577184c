import { expect, it } from 'vitest';
import { runAtOnce } from './run-at-once.ts';

it('does everything, never more than asked at a time', async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await runAtOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    done.push(item);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('gives every item its turn before it throws the first failure', async () => {
  const done: number[] = [];
  const work = runAtOnce([1, 2, 3, 4], 1, (item) => {
    if (item < 3) return Promise.reject(new Error(`item ${item}`));
    done.push(item);
    return Promise.resolve();
  });
  await expect(work).rejects.toThrow('item 1');
  expect(done).toEqual([3, 4]);
});

it('has nothing to do for nothing', async () => {
  await expect(runAtOnce([], 4, () => Promise.reject(new Error('never')))).resolves.toBeUndefined();
});
