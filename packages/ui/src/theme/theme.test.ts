import { describe, expect, it } from 'vitest';
import { accentShades, checkBrand } from './brand.ts';
import { contrastRatio, fromLinearRgb, linearRgb, toOklab } from './color.ts';
import type { Hex } from './color.ts';
import { cssVariablesResolver } from './css-variables.ts';
import { officeTheme, shopTheme } from './mantine-theme.ts';
import { themeStyleSheet } from './theme-style-sheet.ts';
import { SCHEMES, TONES } from './tokens.ts';
import type { Scheme } from './tokens.ts';
import { DEFAULT_THEME } from '@mantine/core';

const schemes = Object.keys(SCHEMES) as Scheme[];
const AA_TEXT = 4.5;
const AA_SHAPE = 3;

/** Every text on every ground it may stand on: what the components combine, by name. */
function textPairs(scheme: Scheme): readonly (readonly [string, Hex, Hex])[] {
  const tokens = SCHEMES[scheme];
  const grounds = { canvas: tokens.canvas, surface: tokens.surface, raised: tokens.raised, hover: tokens.hover };
  const pairs: (readonly [string, Hex, Hex])[] = [];
  for (const [ground, color] of Object.entries(grounds)) {
    pairs.push([`text on ${ground}`, tokens.text, color], [`quiet text on ${ground}`, tokens.textQuiet, color]);
    for (const tone of TONES) pairs.push([`${tone} on ${ground}`, tokens.tones[tone].text, color]);
  }
  for (const tone of TONES) {
    pairs.push([`${tone} on its soft ground`, tokens.tones[tone].text, tokens.tones[tone].soft]);
    pairs.push([`text on soft ${tone}`, tokens.text, tokens.tones[tone].soft]);
  }
  return pairs;
}

describe.each(schemes)('contrast in the %s scheme', (scheme) => {
  it.each(textPairs(scheme))('%s reads (4.5:1)', (_name, text, ground) => {
    expect(contrastRatio(text, ground)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('borders of controls and charts are seen (3:1)', () => {
    const tokens = SCHEMES[scheme];
    const shapes = [tokens.borderControl, ...tokens.chart];
    const faint = shapes.filter((color) => contrastRatio(color, tokens.surface) < AA_SHAPE);
    expect(faint).toEqual([]);
  });

  it('destructive buttons read, also under the pointer', () => {
    const variables: Readonly<Record<string, string>> = cssVariablesResolver(DEFAULT_THEME)[scheme];
    const text = variables['--mantine-color-red-contrast'] as Hex;
    for (const ground of ['--mantine-color-red-filled', '--mantine-color-red-filled-hover']) {
      expect(contrastRatio(text, variables[ground] as Hex)).toBeGreaterThanOrEqual(AA_TEXT);
    }
  });
});

// Brands as tenants choose them: dark, light, neon, grey, black, white.
const ACCENTS = [
  '#2a5bd7',
  '#0b7a5e',
  '#e11d48',
  '#f97316',
  '#facc15',
  '#a3e635',
  '#22d3ee',
  '#7c3aed',
  '#111111',
  '#ffffff',
  '#808080',
  '#ff00ff',
];

describe.each(schemes)('any accent in the %s scheme', (scheme) => {
  it.each(ACCENTS)('%s gives readable shades', (accent) => {
    const shades = accentShades({ accent }, scheme);
    const tokens = SCHEMES[scheme];
    const pairs: readonly (readonly [string, Hex, Hex])[] = [
      ['on filled', shades.onFilled, shades.filled],
      ['on filled, hovered', shades.onFilled, shades.filledHover],
      ...[tokens.canvas, tokens.surface, tokens.raised, tokens.hover, shades.soft, shades.softHover].map(
        (ground): readonly [string, Hex, Hex] => [`accent text on ${ground}`, shades.text, ground],
      ),
      ['text on soft', tokens.text, shades.soft],
      ['quiet text on soft', tokens.textQuiet, shades.soft],
    ];
    const unreadable = pairs.filter(([, text, ground]) => contrastRatio(text, ground) < AA_TEXT);
    expect(unreadable).toEqual([]);
  });
});

describe('checkBrand', () => {
  it('accepts the product accent without a word', () => {
    expect(checkBrand({ accent: '#2a5bd7' })).toEqual([]);
  });

  it('says what to change: no colour, fading, with a suggestion that passes', () => {
    expect(checkBrand({ accent: 'tomato' })).toMatchObject([{ code: 'not_a_color', severity: 'error' }]);
    const [issue] = checkBrand({ accent: '#ffe100' });
    expect(issue).toMatchObject({ code: 'accent_fades', scheme: 'light', severity: 'error', requiredRatio: AA_SHAPE });
    expect(checkBrand({ accent: issue?.suggestion ?? '' }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('hints at a grey accent and at one that reads as danger', () => {
    expect(checkBrand({ accent: '#555555' }).map(({ code }) => code)).toEqual(['accent_too_neutral']);
    expect(checkBrand({ accent: '#d11a2a' }).map(({ code }) => code)).toEqual(['accent_looks_like_danger']);
  });
});

// Machado, Oliveira, Fernandes (2009), severity 1.
const DEFICIENCIES: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenWith(matrix: readonly (readonly [number, number, number])[], color: Hex): Hex {
  const rgb = linearRgb(color);
  const channel = (row: number): number =>
    (matrix[row] ?? [0, 0, 0]).reduce((sum, weight, i) => sum + weight * (rgb[i] ?? 0), 0);
  return fromLinearRgb([channel(0), channel(1), channel(2)]);
}

describe('the chart sequence', () => {
  const cases = schemes.flatMap((scheme) =>
    ['full vision', ...Object.keys(DEFICIENCIES)].map((vision) => [scheme, vision] as const),
  );
  it.each(cases)('is told apart in the %s scheme with %s', (scheme, vision) => {
    const matrix = DEFICIENCIES[vision];
    const seen = SCHEMES[scheme].chart.map((color) => toOklab(matrix === undefined ? color : seenWith(matrix, color)));
    const distances = seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    expect(Math.min(...distances)).toBeGreaterThan(0.13);
  });
});

describe('the generated style sheets', () => {
  it('are the ones checked in', async () => {
    await expect(themeStyleSheet(officeTheme)).toMatchFileSnapshot('./theme-office.css');
    await expect(themeStyleSheet(shopTheme)).toMatchFileSnapshot('./theme-shop.css');
  });
});
