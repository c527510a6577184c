import { describe, expect, it } from 'vitest';
import * as main from './index.ts';

declare global {
  interface ImportMeta {
    /** Vite's, which runs the tests. */
    glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
  }
}

// What a module imports, as its source says it; type-only imports leave no trace in a bundle.
const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

function importsOf(path: string): readonly string[] {
  const source = sources[path] ?? '';
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'/gms);
  return Array.from(statements, (match) => match[1] ?? '');
}

function reachableFrom(path: string, seen = new Set<string>()): Set<string> {
  for (const target of importsOf(path)) {
    const resolved = target.startsWith('.') ? `.${new URL(target, `file:///${path.slice(2)}`).pathname}` : target;
    if (seen.has(resolved)) continue;
    seen.add(resolved);
    if (resolved.startsWith('./')) reachableFrom(resolved, seen);
  }
  return seen;
}

describe('the main entry', () => {
  it('needs neither zod nor decimal.js', () => {
    const reached = [...reachableFrom('./index.ts')];
    expect(reached).toContain('./permissions/can.ts');
    expect(reached).toContain('./states.ts');
    expect(reached.filter((target) => !target.startsWith('./'))).toEqual(['@keyfall/money/format']);
  });

  it('has the schemas apart', () => {
    expect([...reachableFrom('./schemas.ts')]).toContain('zod');
    expect(Object.keys(main).filter((name) => name.endsWith('Schema'))).toEqual([]);
  });
});
