import { describe, expect, it } from 'vitest';
import { brandSchema } from './brand-schemas.ts';
import { ACCENT_CONTRAST_MIN, BRAND_GROUNDS, DEFAULT_BRAND, contrastIssuesOf, contrastRatio } from './brand.ts';

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#0000FF', '#ffffff', 8.59],
  ])('of %s and %s is %f', (first, second, ratio) => {
    expect(contrastRatio(first, second)).toBeCloseTo(ratio, 2);
    expect(contrastRatio(second, first)).toBeCloseTo(ratio, 2);
  });

  it('is not computed of what is no colour', () => {
    expect(() => contrastRatio('red', '#ffffff')).toThrow(RangeError);
  });

  it('names each accent that fades into its page', () => {
    expect(contrastIssuesOf(DEFAULT_BRAND)).toEqual([]);
    const issues = contrastIssuesOf({ accent: '#ffff00', accentDark: '#222222' });
    expect(issues.map((issue) => issue.field)).toEqual(['accent', 'accentDark']);
    expect(issues.every(({ ratio, ratioMin }) => ratio < ratioMin && ratioMin === ACCENT_CONTRAST_MIN)).toBe(true);
    expect(contrastIssuesOf({ accent: '#000000', accentDark: '#ffff00' })).toEqual([]);
    expect(contrastRatio('#000000', BRAND_GROUNDS.light)).toBeGreaterThan(18);
  });
});

describe('a brand on the wire', () => {
  it('is tokens and texts within bounds', () => {
    expect(brandSchema.parse({ ...DEFAULT_BRAND, accent: '#ABCDEF' }).accent).toBe('#abcdef');
    for (const wrong of [
      { accent: '#abc' },
      { accent: 'url(x)' },
      { corners: 'wavy' },
      { tagline: { 'zh-CN': '', en: 'x'.repeat(161) } },
      { legal: { ...DEFAULT_BRAND.legal, terms: { 'zh-CN': '', en: 'x'.repeat(20_001) } } },
      { logoImageId: 'logo.png' },
    ]) {
      expect(brandSchema.safeParse({ ...DEFAULT_BRAND, ...wrong }).success).toBe(false);
    }
  });
});
