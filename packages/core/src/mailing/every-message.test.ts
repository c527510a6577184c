import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OUTBOX_TOPICS } from '../jobs/index.ts';
import { MAIL_KINDS } from '../notifications/index.ts';

const PACKAGES = fileURLToPath(new URL('../../..', import.meta.url));

/** The source texts of a package that run in the product, without the templates themselves: no tests, no test support. */
function sourcesOf(folder: string, ending: string): string[] {
  return fs
    .readdirSync(path.join(PACKAGES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !/\.test\.ts$|testing[/\\]|templates[/\\]/.test(name))
    .map((name) => fs.readFileSync(path.join(PACKAGES, folder, name), 'utf8'));
}

function namesIn(texts: readonly string[], pattern: RegExp): string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : name)),
  );
  return [...new Set(names)].toSorted();
}

const code = ['core/src', 'auth/src'].flatMap((folder) => sourcesOf(folder, '.ts'));

describe('messages', () => {
  it('of every topic are written by somebody, and no other is', () => {
    const inCode = namesIn(code, /topic: '([\w.]+)'/g);
    const inSql = namesIn(sourcesOf('db/functions', '.sql'), /'(\w+\.\w+)', '\1:'/g);
    expect(inSql.length).toBeGreaterThan(0);
    expect([...new Set([...inCode, ...inSql])].toSorted()).toEqual([...OUTBOX_TOPICS].toSorted());
  });

  it('of every mail template are queued by somebody', () => {
    const queued = new Set(namesIn(code, /'(\w+)'/g));
    expect(MAIL_KINDS.filter((kind) => !queued.has(kind))).toEqual([]);
  });
});
