import { describe, expect, it } from 'vitest';
import { currentNavItem } from './app-shell.tsx';
import { contrastRatio } from '../theme/color.ts';
import { coverArt, initialsOf } from './cover-art.ts';
import { compareValues } from './data-table-model.ts';
import { refuseFile } from './file-drop.tsx';
import { flattenTree } from './flatten-tree.ts';
import { groupCode } from './group-code.ts';
import { passwordStrength } from './password-strength.ts';
import { matchScore, rankCommands } from './rank-commands.ts';
import { barRects, sparkPath } from './spark-path.ts';
import { combinationOf } from './use-shortcuts.ts';
import { normalizeAmount } from '../form/money-field.tsx';
import { schemaErrors } from '../form/use-schema-form.ts';

describe('groupCode', () => {
  it.each([
    ['1234567812345678', ['1234', '5678', '1234', '5678']],
    ['ABCDE', ['ABCDE']],
    ['ABCDEF', ['ABCD', 'EF']],
    ['123456789', ['1234', '56789']],
    ['ABCD-EFGH-IJKL', ['ABCD-', 'EFGH-', 'IJKL']],
    ['https://example.test/c/1?k=2', ['https://example.test/c/1?k=2']],
    ['', ['']],
  ])('groups %s', (code, groups) => {
    expect(groupCode(code)).toEqual(groups);
    expect(groupCode(code).join('')).toBe(code);
  });
});

describe('generated covers', () => {
  it('are the same for the same product and differ between products', () => {
    expect(coverArt('sku-1', 'Video VIP', '#2a5bd7')).toEqual(coverArt('sku-1', 'Video VIP', '#2a5bd7'));
    const colors = ['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => coverArt(seed, 'x', '#2a5bd7').from);
    expect(new Set(colors).size).toBeGreaterThan(4);
  });

  it.each(['#2a5bd7', '#facc15', '#111111', '#22d3ee', 'no colour'])('carry white text on %s', (accent) => {
    for (let seed = 0; seed < 60; seed += 1) {
      const art = coverArt(`sku-${seed}`, 'x', accent);
      expect(contrastRatio('#ffffff', art.from)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio('#ffffff', art.to)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([
    ['视频会员', '视频'],
    ['Video VIP', 'VV'],
    ['steam', 'ST'],
    ['  ', ''],
    ['QQ 音乐', 'Q音'],
  ])('abbreviate %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('commands', () => {
  it('prefers the beginning, then a word, then anywhere, then letters in order', () => {
    expect(['Orders', 'Open orders', 'Reorders', 'Old ledger'].map((text) => matchScore(text, 'orders'))).toEqual([
      3, 2, 1, 0,
    ]);
    expect(matchScore('Old readers', 'ords')).toBe(0.5);
  });

  it('finds by keywords, needs every word and keeps the order while empty', () => {
    const commands = [
      { label: '订单', keywords: ['dingdan', 'orders'] },
      { label: '库存', keywords: ['kucun'] },
    ];
    expect(rankCommands(commands, ' ')).toBe(commands);
    expect(rankCommands(commands, 'kuc')).toEqual([commands[1]]);
    expect(rankCommands(commands, 'ding kucun')).toEqual([]);
  });
});

describe('navigation', () => {
  it('marks the longest matching item, at whole path segments', () => {
    const navigation = [
      { items: ['/', '/orders', '/orders/claims', '/order-rules'].map((href) => ({ href, label: href })) },
    ];
    expect(currentNavItem(navigation, '/orders/123')).toBe('/orders');
    expect(currentNavItem(navigation, '/orders/claims/9')).toBe('/orders/claims');
    expect(currentNavItem(navigation, '/order-rules')).toBe('/order-rules');
    expect(currentNavItem(navigation, '/elsewhere')).toBe('/');
  });
});

describe('tables', () => {
  it('orders text with its figures, big amounts exactly, and puts what is missing last', () => {
    const collator = new Intl.Collator('en', { numeric: true });
    expect(compareValues('sku 9', 'sku 10', collator)).toBeLessThan(0);
    expect(compareValues(9007199254740993n, 9007199254740992n, collator)).toBe(1);
    expect(compareValues(undefined, 'a', collator)).toBe(1);
    expect(compareValues('a', undefined, collator)).toBe(-1);
    expect(compareValues(undefined, undefined, collator)).toBe(0);
  });
});

describe('flattenTree', () => {
  it('lists visible nodes with their place', () => {
    const nodes = [
      {
        id: 'a',
        text: 'A',
        children: [
          { id: 'b', text: 'B' },
          { id: 'c', text: 'C', children: [{ id: 'd', text: 'D' }] },
        ],
      },
    ];
    expect(flattenTree(nodes, new Set()).map(({ id }) => id)).toEqual(['a']);
    const open = flattenTree(nodes, new Set(['a', 'c']));
    expect(open.map(({ id, level, position, setSize, parentId }) => [id, level, position, setSize, parentId])).toEqual([
      ['a', 1, 1, 1, undefined],
      ['b', 2, 1, 2, 'a'],
      ['c', 2, 2, 2, 'a'],
      ['d', 3, 1, 1, 'c'],
    ]);
  });
});

describe('files', () => {
  it('refuses other kinds and what is too large before anything travels', () => {
    expect(refuseFile({ name: 'codes.CSV', size: 10 }, ['.csv'], 10)).toBeUndefined();
    expect(refuseFile({ name: 'codes.exe', size: 1 }, ['.csv'], 10)).toBe('wrong_kind');
    expect(refuseFile({ name: 'codes.csv', size: 11 }, ['.csv'], 10)).toBe('too_large');
    expect(refuseFile({ name: 'anything', size: 1 }, [], 10)).toBeUndefined();
  });
});

describe('passwords', () => {
  it.each([
    ['12345678', 0],
    ['password123', 0],
    ['qwertyui', 0],
    ['Tr0ub4dor', 2],
    ['correct horse battery staple', 4],
    ['卡密平台很安全的口令', 3],
  ])('rates %s as %i', (password, level) => {
    expect(passwordStrength(password, [])).toBe(level);
  });

  it('gives nothing for words that stand in the login', () => {
    expect(passwordStrength('keyfall.alice', ['alice', 'keyfall'])).toBe(0);
  });
});

describe('sparklines', () => {
  it('stays inside its box, also for flat and short series', () => {
    expect(sparkPath([0, 10], 100, 32)).toBe('M0 30L100 2');
    expect(sparkPath([5, 5, 5], 100, 32)).toBe('M0 16L50 16L100 16');
    expect(sparkPath([5], 100, 32)).toBe('');
    expect(barRects([0, 4], 100, 32)).toMatchObject([
      { height: 1, y: 31 },
      { height: 32, y: 0 },
    ]);
  });
});

describe('shortcuts', () => {
  const key = (name: string, held: Partial<Record<'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
    key: name,
    metaKey: false,
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  });
  it('names combinations the same on every system', () => {
    expect(combinationOf(key('k', { metaKey: true }))).toBe('mod+k');
    expect(combinationOf(key('K', { ctrlKey: true, shiftKey: true }))).toBe('mod+k');
    expect(combinationOf(key('?', { shiftKey: true }))).toBe('?');
    expect(combinationOf(key('Enter', { shiftKey: true }))).toBe('shift+enter');
  });
});

describe('forms', () => {
  it.each([
    ['1,234.50', '1234.50'],
    ['１２．５', '12.5'],
    [' 12 ', '12'],
    ['12。5', '12.5'],
    ['abc', 'abc'],
    ['1.2.3', '1.2.3'],
  ])('reads the amount %s as %s', (typed, amount) => {
    expect(normalizeAmount(typed)).toBe(amount);
  });

  it('turns a schema’s issues into one message per field', () => {
    const issues = [
      { path: ['lines', 0, 'quantity'], message: 'too small', code: 'too_small' },
      { path: ['lines', 0, 'quantity'], message: 'not whole', code: 'invalid_type' },
      { path: [], message: 'unbalanced' },
    ];
    const schema = { safeParse: () => ({ success: false as const, error: { issues } }) };
    expect(schemaErrors(schema, {}, (issue) => issue.message)).toEqual({
      'lines.0.quantity': 'too small',
      '': 'unbalanced',
    });
    expect(schemaErrors({ safeParse: () => ({ success: true as const, data: 1 }) }, {}, String)).toEqual({});
  });
});
