/**
 * Writes the theme as static style sheets, so that the first paint has its colours and sizes before any script runs and no
 * `<style>` element is made at run time (a strict content security policy would refuse it). `theme.test.ts` compares the
 * checked-in files with it, and writes them when run with `--update`.
 */
import { DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import type { MantineThemeOverride } from '@mantine/core';
import { cssVariablesResolver } from './css-variables.ts';
import { DARK } from './tokens.ts';

type Variables = Readonly<Record<string, string>>;

function changed(own: Variables, standard: Variables): string[] {
  return Object.entries(own)
    .filter(([name, value]) => standard[name] !== value)
    .map(([name, value]) => declaration(name, value));
}

const LINE_LENGTH = 120;

/** One declaration, wrapped as the repository's formatter wraps long lists. */
function declaration(name: string, value: string): string {
  const line = `  ${name}: ${value};`;
  if (line.length <= LINE_LENGTH) return line;
  const lines = [`  ${name}:`, '   '];
  for (const word of `${value};`.split(/(?<=,) /)) {
    if (`${lines.at(-1)} ${word}`.length > LINE_LENGTH) lines.push('   ');
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines.join('\n');
}

/** The style sheet of a theme: only what differs from Mantine's own defaults. */
export function themeStyleSheet(override: MantineThemeOverride): string {
  const theme = mergeMantineTheme(DEFAULT_THEME, override);
  const base = defaultCssVariablesResolver(theme);
  const own = cssVariablesResolver(theme);
  const standard = defaultCssVariablesResolver(DEFAULT_THEME);
  const shared = changed({ ...base.variables, ...own.variables }, standard.variables);
  const light = changed({ ...base.light, ...own.light }, standard.light);
  const dark = changed({ ...base.dark, ...own.dark }, standard.dark);
  return [
    '/* Generated from tokens.ts: `vitest run packages/ui/src/theme/theme.test.ts --update`. Do not edit. */',
    `:root {\n${shared.join('\n')}\n}`,
    `:root,\n:root[data-mantine-color-scheme='light'],\n[data-mantine-color-scheme='light'] {\n  color-scheme: light;\n${light.join('\n')}\n}`,
    `:root[data-mantine-color-scheme='dark'],\n[data-mantine-color-scheme='dark'] {\n  color-scheme: dark;\n${dark.join('\n')}\n}`,
    // Before the script has read the reader's choice, the page follows the system.
    `@media (prefers-color-scheme: dark) {\n  :root:not([data-mantine-color-scheme]) {\n    color-scheme: dark;\n    background: ${DARK.canvas};\n  }\n}\n`,
  ].join('\n\n');
}
