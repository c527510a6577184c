import { describe, expect, it } from 'vitest';
import { plainText, productSlugOf } from './product-facts.ts';

describe('a product’s page', () => {
  it('is known by its path', () => {
    expect(productSlugOf('/p/video-vip')).toBe('video-vip');
    for (const path of ['/p/', '/p/Video', '/p/a/b', '/product/a', '/p/a%20b'])
      expect(productSlugOf(path)).toBeUndefined();
  });

  it('is described in words, without Markdown’s signs', () => {
    expect(plainText('# Video **VIP**\n\n- one [month](https://x.test)\n- `code`')).toBe('Video VIP one month code');
  });
});
