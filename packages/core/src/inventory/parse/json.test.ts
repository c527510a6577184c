import { describe, expect, it } from 'vitest';
import { readFile } from '../testing/read-rows.ts';

const A = { card_no: '6001', card_pwd: 'AA-1' };
const B = { card_no: '6002', card_pwd: 'BB-2' };
const PLAIN = [
  { kind: 'number_secret', number: '6001', secret: 'AA-1' },
  { kind: 'number_secret', number: '6002', secret: 'BB-2' },
];

describe('JSON', () => {
  it.each([
    ['lines', 'jsonl', `${JSON.stringify(A)}\n${JSON.stringify(B)}\n`, [1, 2]],
    ['lines with CR', 'jsonl', `${JSON.stringify(A)}\r${JSON.stringify(B)}`, [1, 2]],
    ['lines of an array', 'jsonl', `[\n${JSON.stringify(A)},\n${JSON.stringify(B)}\n]`, [2, 3]],
    ['an array', 'json', JSON.stringify([A, B]), [1, 2]],
    ['an indented array', 'json', JSON.stringify([A, B], null, 2), [2, 6]],
    ['an envelope', 'json', JSON.stringify({ code: 0, data: { list: [A, B] } }), [1, 2]],
    ['an indented envelope', 'json', JSON.stringify({ msg: 'a "[{" b', data: [A, B] }, null, 2), [4, 8]],
    [
      'indented objects one after the other',
      'json',
      [A, B].map((one) => JSON.stringify(one, null, 2)).join('\n'),
      [1, 5],
    ],
  ])('%s', async (_, container, text, lines) => {
    for (const chunk of [1, 7, 4096]) {
      const { profile, rows } = await readFile(text, { chunk });
      expect(profile.container).toBe(container);
      expect(rows).toEqual(PLAIN.map((row, index) => ({ line: lines[index], ...row })));
    }
  });

  it('keeps every digit of a number', async () => {
    const { rows } = await readFile('{"card_no":12345678901234567890,"card_pwd":987654321098765432109}');
    expect(rows[0]).toMatchObject({ number: '12345678901234567890', secret: '987654321098765432109' });
  });

  it('rejects a number in exponent form', async () => {
    const { rows } = await readFile('{"card_no":1.5e17,"card_pwd":"A"}\n{"card_no":1,"card_pwd":"A"}');
    expect(rows.map((row) => row.reason)).toEqual(['digits_lost', undefined]);
  });

  it('ignores unknown and nested values', async () => {
    const { profile, rows } = await readFile('{"id":7,"card_pwd":"A","tags":["x"],"more":{"card_pwd":"B"}}');
    expect(profile.columns).toEqual([
      { role: 'ignored', name: 'id' },
      { role: 'secret', name: 'card_pwd' },
    ]);
    expect(rows).toEqual([{ line: 1, kind: 'secret', secret: 'A' }]);
  });

  it('costs a broken line only that line', async () => {
    const { rows } = await readFile(
      `${JSON.stringify(A)}\n{"card_no": "6009", "card_\n${JSON.stringify(B)}\n[1]\n{}\n{"card_no":"6003"}`,
    );
    expect(rows.map((row) => row.reason ?? row.secret)).toEqual([
      'AA-1',
      'too_few_columns',
      'BB-2',
      'too_few_columns',
      'empty_secret',
    ]);
  });

  it('reports what a document does not close', async () => {
    const { rows } = await readFile(`[${JSON.stringify(A)},{"card_no":"1"`);
    expect(rows.map((row) => row.reason ?? row.secret)).toEqual(['AA-1', 'too_few_columns']);
  });

  it('is not disturbed by keys that objects bring with them', async () => {
    const { rows } = await readFile('{"__proto__":"x","constructor":"y","card_pwd":"A"}');
    expect(rows).toEqual([{ line: 1, kind: 'secret', secret: 'A' }]);
  });

  it('rejects half a surrogate pair', async () => {
    expect((await readFile('{"card_pwd":"A\\ud83d"}')).rows[0]?.reason).toBe('control_character');
  });

  it('is not seen in codes that begin with a brace', async () => {
    const { profile, rows } = await readFile('{ABC}\n{DEF}\n');
    expect(profile.container).toBe('text');
    expect(rows.map((row) => row.secret)).toEqual(['{ABC}', '{DEF}']);
  });
});
