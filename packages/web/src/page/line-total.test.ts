import { describe, expect, it } from 'vitest';
import { faceSpanOf, isBetween, lineTotal } from './line-total.ts';

describe('lineTotal', () => {
  it('multiplies and rounds half up once', () => {
    expect(lineTotal(3, '25.00', 'CNY', undefined)).toBe('75.00');
    expect(lineTotal(1, '0.965', 'CNY', '10')).toBe('9.65');
    expect(lineTotal(1, '0.0105', 'CNY', undefined)).toBe('0.01');
    expect(lineTotal(3, '0.015', 'CNY', undefined)).toBe('0.05');
    expect(lineTotal(1, '7.1234', 'CNY', '12.5')).toBe('89.04');
  });

  it('says nothing of what is no number yet', () => {
    expect(lineTotal(1, '25.00', 'CNY', '')).toBeUndefined();
    expect(lineTotal(1, '25.00', 'CNY', '1e3')).toBeUndefined();
    expect(lineTotal(1.5, '25.00', 'CNY', undefined)).toBeUndefined();
    expect(lineTotal(1, '25.00', 'no currency', undefined)).toBeUndefined();
  });
});

describe('isBetween', () => {
  it('compares decimals exactly, bounds included', () => {
    expect(isBetween('10', '10', '500')).toBe(true);
    expect(isBetween('500.0001', '10', '500')).toBe(false);
    expect(isBetween('9.9999', '10', '500')).toBe(false);
    expect(isBetween('ten', '10', '500')).toBe(false);
  });
});

describe('a price per unit of face value', () => {
  it('is shown with what it comes to at both ends of its range', () => {
    expect(faceSpanOf('7.2928', 'CNY', { min: '10', max: '500' })).toEqual({ least: '72.93', most: '3646.40' });
    expect(faceSpanOf('7.2928', 'CNY', { min: 'ten', max: '500' })).toBeUndefined();
    expect(faceSpanOf('7.2928', '???', { min: '10', max: '500' })).toBeUndefined();
  });
});
