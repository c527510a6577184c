import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from './markdown-blocks.ts';

describe('parseMarkdown', () => {
  it('knows headings, lists, quotes, rules and paragraphs', () => {
    const kinds = parseMarkdown('# One\n\nText\nmore\n\n1. a\n2. b\n\n- c\n\n> q\n\n---').map((block) => block.kind);
    expect(kinds).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'rule']);
  });

  it('reads a Chinese list without blanks', () => {
    expect(parseMarkdown('1、打开页面\n2、输入卡密')).toMatchObject([{ kind: 'list', ordered: true, items: [{}, {}] }]);
  });

  it('leaves HTML as text', () => {
    const evil = '<img src=x onerror=alert(1)>';
    expect(parseMarkdown(evil)).toEqual([{ kind: 'paragraph', lines: [[{ kind: 'text', text: evil }]] }]);
  });
});

describe('parseInline', () => {
  it('links only to the web and to mail', () => {
    expect(parseInline('[a](https://a.example/x)')).toMatchObject([{ kind: 'link', href: 'https://a.example/x' }]);
    expect(parseInline('[a](javascript:alert)')).toEqual([{ kind: 'text', text: '[a](javascript:alert)' }]);
    expect(parseInline('[a](data:text/html,x)')).toMatchObject([{ kind: 'text' }]);
    expect(parseInline('看 https://a.example/redeem。')).toMatchObject([
      { kind: 'text' },
      { kind: 'link', href: 'https://a.example/redeem' },
      { kind: 'text', text: '。' },
    ]);
  });

  it('nests strong and code, and keeps lone stars', () => {
    expect(parseInline('**a `b`** * c')).toMatchObject([
      { kind: 'strong', children: [{ kind: 'text' }, { kind: 'code', text: 'b' }] },
      { kind: 'text', text: ' * c' },
    ]);
  });
});
