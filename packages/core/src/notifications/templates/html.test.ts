import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';
import { oneLine, webAddress } from './text.ts';

describe('html', () => {
  it('escapes texts, keeps its own markup, joins lists', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(html`<p title="${'"\''}">${[inner, ' and ', 3]}</p>`.markup).toBe(
      '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b> and 3</p>',
    );
  });

  it('lets no text leave its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        const inside = markup.slice('<p title="'.length, -'</p>'.length);
        expect(inside.match(/[<>"']/g)).toEqual(['"', '>']);
      }),
    );
  });

  it('does not take an object that only looks like markup for text', () => {
    const posing = JSON.parse('{"markup": "<script>"}') as never;
    expect(() => html`${posing}`).toThrow(TypeError);
  });
});

describe('oneLine', () => {
  it('is one line without invisible marks, at most 200 characters, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202E\u200B]/u);
        expect(Array.from(line).length).toBeLessThanOrEqual(200);
        expect(oneLine(line)).toBe(line);
      }),
    );
  });

  it('keeps ordinary names as they are', () => {
    for (const name of ['青云小店', "O'Neill & Söhne", 'Zażółć 😀']) expect(oneLine(name)).toBe(name);
  });
});

describe('webAddress', () => {
  it('is normalised, so that nothing in it ends an attribute or a line', () => {
    expect(webAddress('https://a.example/x y"\n<b>')).toBe('https://a.example/x%20y%22%3Cb%3E');
  });
});
