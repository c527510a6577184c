import { describe, expect, it } from 'vitest';

declare global {
  interface ImportMeta {
    /** Vite's, which runs the tests. */
    glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
  }
}

const sources = import.meta.glob('./*.ts', { query: '?raw', import: 'default', eager: true });

function reachableFrom(path: string, seen = new Set<string>()): Set<string> {
  const statements = (sources[path] ?? '').matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'/gms);
  for (const [, target = ''] of statements) {
    if (seen.has(target)) continue;
    seen.add(target);
    reachableFrom(target, seen);
  }
  return seen;
}

describe('@keyfall/money/format', () => {
  it('needs nothing from outside, above all no decimal.js', () => {
    const reached = [...reachableFrom('./format.ts')];
    expect(reached).toContain('./display.ts');
    expect(reached.filter((target) => !target.startsWith('./'))).toEqual([]);
    expect(reached).not.toContain('./decimal.ts');
  });

  it('leaves decimal.js to the main entry, behind one file', () => {
    expect([...reachableFrom('./index.ts')]).toContain('decimal.js');
    const users = Object.keys(sources).filter(
      (path) => /from 'decimal\.js'/.test(sources[path] ?? '') && !path.includes('.test.'),
    );
    expect(users).toEqual(['./decimal.ts']);
  });
});
