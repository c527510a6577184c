import { describe, expect, it } from 'vitest';
import { linksInText, linksOf } from './mail-links.ts';

describe('linksOf', () => {
  it('takes addresses of both parts once', () => {
    const mail = {
      html: '<a href="https://a.example/x?p=1&amp;q=2">x</a> <a href=\'https://b.example/\'>y</a>',
      text: 'see https://a.example/x?p=1&q=2 and https://c.example/d.',
    };
    expect(linksOf(mail)).toEqual(['https://a.example/x?p=1&q=2', 'https://b.example/', 'https://c.example/d']);
  });

  it('leaves out what is no web address', () => {
    const html =
      '<a href="javascript:alert(1)">x</a><a href="data:text/html,x">y</a><a href="/rel">z</a><a href="&#106;avascript:1">w</a>';
    expect(linksOf({ html, text: '' })).toEqual([]);
  });
});

describe('linksInText', () => {
  it('ends an address before punctuation, also Chinese', () => {
    expect(linksInText('打开 https://a.example/o/1。或 http://b.example/2）(https://c.example/3).')).toEqual([
      'https://a.example/o/1',
      'http://b.example/2',
      'https://c.example/3',
    ]);
  });
});
