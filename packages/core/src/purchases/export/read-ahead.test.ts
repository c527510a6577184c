import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.ts';

function counting(until: number) {
  const state = { asked: 0, ended: false };
  async function* items(): AsyncGenerator<number, void, undefined> {
    try {
      while (state.asked < until) {
        state.asked += 1;
        await Promise.resolve();
        if (state.asked === 5) throw new Error('the fifth is broken');
        yield state.asked;
      }
    } finally {
      state.ended = true;
    }
  }
  return { state, items: items() };
}

test('gives all items in their order, one asked for beforehand', async () => {
  const { state, items } = counting(4);
  const taken: number[] = [];
  for await (const item of readAhead(items)) {
    expect(state.asked).toBe(Math.min(item + 1, 4));
    taken.push(item);
  }
  expect(taken).toEqual([1, 2, 3, 4]);
});

test('ends the source when its taker leaves, and lets it ask for no more', async () => {
  const { state, items } = counting(4);
  for await (const item of readAhead(readAhead(items))) if (item === 1) break;
  expect(state).toEqual({ asked: 3, ended: true });
});

test('tells a failure where the item would have come', async () => {
  const { items } = counting(9);
  const taken: number[] = [];
  await expect(async () => {
    for await (const item of readAhead(items)) taken.push(item);
  }).rejects.toThrow('the fifth is broken');
  expect(taken).toEqual([1, 2, 3, 4]);
});
