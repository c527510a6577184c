import { describe, expect, it } from 'vitest';
import { findLines, findRepoFiles, isProduction, withoutComments, type RepoFile } from './repo-files.ts';

/** Everything that tells the time of this moment, except app.now(). */
const CLOCK =
  /(?<!\bapp\.)\bnow\s*\(|\b(?:clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_(?:timestamp|date|time)|localtime(?:stamp)?)\b/i;

/** The text with everything blanked out that does not stand in a `sql` template. */
function sqlTemplates(file: RepoFile): RepoFile {
  const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');
  const parts = file.text.split(/(\bsql(?:\.\w+)?(?:<[^`]*?>)?\(?`[^`]*`)/);
  return { ...file, text: parts.map((part, index) => (index % 2 === 1 ? part : blank(part))).join('') };
}

const statements = findRepoFiles('.sql').map(withoutComments);
const templates = findRepoFiles('.ts').filter(isProduction).map(withoutComments).map(sqlTemplates);

describe('time in SQL', () => {
  it('comes from app.now(), which the demo clock can move', () => {
    // app.now() and app.wall_clock() read the real clock, and the base migration makes what they stand on.
    const others = statements.filter(
      (file) => !/function\s+app\.(?:now|wall_clock)\b/i.test(file.text) && !file.path.endsWith('/0001_base.sql'),
    );
    expect(others.length).toBeGreaterThan(5);
    expect(findLines(others, CLOCK)).toEqual([]);
    expect(findLines(templates, CLOCK)).toEqual([]);
  });

  it.each(['now()', 'NOW ()', 'created_at < current_timestamp', 'pg_catalog.now()'])('would be found as %s', (text) => {
    expect(sqlTemplates({ path: 'x.ts', text: `const q = sql<Row>\`select ${text}\`` }).text).toMatch(CLOCK);
    expect('select app.now()').not.toMatch(CLOCK);
  });
});

describe('SQL of a core module', () => {
  it('lies in its queries, not in its use cases', () => {
    const useCases = templates.filter(
      (file) => file.path.startsWith('packages/core/') && !/\bqueries\b/.test(file.path),
    );
    expect(findLines(useCases, /\bsql\b/)).toEqual([]);
  });
});

describe('context settings', () => {
  it('are read as null when empty: outside a transaction they are, and an empty string is no uuid', () => {
    const bare = findLines(statements, /(?<!nullif\s*\(\s*(?:pg_catalog\.)?)\bcurrent_setting\s*\(/i);
    expect(bare).toEqual([]);
  });
});
