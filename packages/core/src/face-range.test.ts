import { expect, it } from 'vitest';
import { faceRangeOf } from './face-range.ts';

it('a range is told in plain figures, in the currency of its face value', () => {
  const range = { face_min: '10.0000', face_max: '500.0000', face_currency: 'USD', currency: 'CNY' };
  expect(faceRangeOf(range)).toEqual({ min: '10', max: '500', currency: 'USD' });
  expect(faceRangeOf({ ...range, face_currency: null })).toMatchObject({ currency: 'CNY' });
  expect(faceRangeOf({ ...range, face_min: null, face_max: null })).toBeNull();
});
