/** The tokens as custom properties: our own `--kf-*` and the ones Mantine's components read, in both schemes. */
import type { CSSVariablesResolver } from '@mantine/core';
import { brandVariables } from './brand.ts';
import type { CssVariables } from './brand.ts';
import { DEFAULT_ACCENT, MOTION_MS, ROW_HEIGHT_PX, SCHEMES, TONES } from './tokens.ts';
import type { Scheme } from './tokens.ts';

function mantineVariables(scheme: Scheme): CssVariables {
  const tokens = SCHEMES[scheme];
  return {
    '--mantine-color-text': tokens.text,
    '--mantine-color-bright': tokens.text,
    '--mantine-color-body': tokens.surface,
    '--mantine-color-error': tokens.tones.danger.text,
    '--mantine-color-success': tokens.tones.success.text,
    '--mantine-color-placeholder': tokens.textQuiet,
    '--mantine-color-dimmed': tokens.textQuiet,
    '--mantine-color-default': tokens.surface,
    '--mantine-color-default-hover': tokens.hover,
    '--mantine-color-default-color': tokens.text,
    '--mantine-color-default-border': tokens.border,
    '--mantine-color-disabled': tokens.hover,
    '--mantine-color-disabled-color': tokens.textQuiet,
    '--mantine-color-disabled-border': tokens.border,
    // Destructive buttons: the danger tone as a ground, with text that keeps 4.5:1 on it and on its hover.
    '--mantine-color-red-filled': scheme === 'light' ? '#b3261e' : '#c4342a',
    '--mantine-color-red-filled-hover': scheme === 'light' ? '#9c1f18' : '#b02d24',
    '--mantine-color-red-contrast': '#ffffff',
    '--mantine-color-red-light': tokens.tones.danger.soft,
    '--mantine-color-red-light-hover': tokens.tones.danger.soft,
    '--mantine-color-red-light-color': tokens.tones.danger.text,
    '--mantine-color-red-outline': tokens.tones.danger.text,
    '--mantine-color-gray-light': tokens.tones.neutral.soft,
    '--mantine-color-gray-light-hover': tokens.hover,
    '--mantine-color-gray-light-color': tokens.tones.neutral.text,
  };
}

function keyfallVariables(scheme: Scheme): CssVariables {
  const tokens = SCHEMES[scheme];
  const variables: Record<string, string> = {
    '--kf-canvas': tokens.canvas,
    '--kf-surface': tokens.surface,
    '--kf-raised': tokens.raised,
    '--kf-hover': tokens.hover,
    '--kf-border': tokens.border,
    '--kf-border-control': tokens.borderControl,
    '--kf-text': tokens.text,
    '--kf-text-quiet': tokens.textQuiet,
    '--kf-float-shadow': scheme === 'light' ? '0 8px 28px rgba(20, 21, 26, 0.12)' : '0 8px 28px rgba(0, 0, 0, 0.5)',
  };
  for (const tone of TONES) {
    variables[`--kf-${tone}-text`] = tokens.tones[tone].text;
    variables[`--kf-${tone}-soft`] = tokens.tones[tone].soft;
  }
  tokens.chart.forEach((color, index) => (variables[`--kf-chart-${index + 1}`] = color));
  return variables;
}

/** Every custom property of the product with its own accent; a brand overrides the accent's. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const accent = brandVariables({ accent: DEFAULT_ACCENT });
  const scheme = (name: Scheme): Record<string, string> => ({
    ...mantineVariables(name),
    ...keyfallVariables(name),
    ...accent[name],
  });
  return {
    variables: { '--kf-row-height': `${ROW_HEIGHT_PX}px`, '--kf-motion': `${MOTION_MS}ms`, ...accent.shared },
    light: scheme('light'),
    dark: scheme('dark'),
  };
};
