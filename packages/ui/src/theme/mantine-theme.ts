/** Mantine's theme for back offices and for the shop. Colours are custom properties; see `css-variables.ts`. */
import { createTheme, defaultVariantColorsResolver } from '@mantine/core';
import type { MantineColorsTuple, MantineThemeOverride, VariantColorsResolver } from '@mantine/core';
import { fromOklch, toOklch } from './color.ts';
import type { Hex } from './color.ts';
import { DARK, DEFAULT_ACCENT, FONT_MONO, FONT_SANS, FONT_SIZES, LIGHT, RADIUS, SPACING } from './tokens.ts';
import type { Density } from './tokens.ts';

const rem = (px: number): string => `${px / 16}rem`;
const remEach = <K extends string>(sizes: Readonly<Record<K, number>>): Record<K, string> => {
  const out = {} as Record<K, string>;
  for (const key of Object.keys(sizes) as K[]) out[key] = rem(sizes[key]);
  return out;
};

/** Ten shades of the accent, for the few parts of Mantine that ask for a shade by number. */
function accentTuple(accent: Hex): MantineColorsTuple {
  const { c, h } = toOklch(accent);
  const shade = (l: number, chroma: number): Hex => fromOklch({ l, c: c * chroma, h });
  return [
    shade(0.97, 0.15),
    shade(0.94, 0.25),
    shade(0.88, 0.45),
    shade(0.8, 0.65),
    shade(0.71, 0.85),
    shade(0.61, 1),
    accent,
    shade(0.46, 1),
    shade(0.39, 0.9),
    shade(0.32, 0.8),
  ];
}

const GRAY: MantineColorsTuple = [
  LIGHT.canvas,
  LIGHT.hover,
  LIGHT.tones.neutral.soft,
  LIGHT.border,
  '#c6c7cf',
  LIGHT.borderControl,
  '#6a6b76',
  LIGHT.textQuiet,
  LIGHT.tones.neutral.text,
  LIGHT.text,
];
const DARK_TUPLE: MantineColorsTuple = [
  DARK.text,
  DARK.tones.neutral.text,
  DARK.textQuiet,
  DARK.borderControl,
  DARK.border,
  DARK.hover,
  DARK.raised,
  DARK.surface,
  DARK.canvas,
  '#0b0c0d',
];

// Mantine writes white text on every filled ground; ours follows the ground, which a brand may have made light.
/** Notices wear the colours of states: Mantine's own yellow on yellow cannot be read, and its green is no green of ours. */
const LIGHT_TONES: Readonly<Record<string, string>> = { yellow: 'warning', green: 'success', teal: 'success' };

const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const tone = input.variant === 'light' ? LIGHT_TONES[input.color ?? ''] : undefined;
  if (tone !== undefined) return { ...colors, background: `var(--kf-${tone}-soft)`, color: `var(--kf-${tone}-text)` };
  if (input.variant !== 'filled') return colors;
  const name = input.color ?? input.theme.primaryColor;
  return name === 'accent' || name === 'red' ? { ...colors, color: `var(--mantine-color-${name}-contrast)` } : colors;
};

const headings = (scale: readonly [number, number, number, number]): MantineThemeOverride['headings'] => ({
  fontFamily: FONT_SANS,
  fontWeight: '600',
  textWrap: 'balance',
  sizes: {
    h1: { fontSize: rem(scale[0]), lineHeight: '1.25' },
    h2: { fontSize: rem(scale[1]), lineHeight: '1.3' },
    h3: { fontSize: rem(scale[2]), lineHeight: '1.35' },
    h4: { fontSize: rem(scale[3]), lineHeight: '1.4' },
  },
});

function buildTheme(density: Density): MantineThemeOverride {
  const controlSize = density === 'office' ? 'sm' : 'md';
  const control = { defaultProps: { size: controlSize } };
  const dialog = {
    defaultProps: {
      transitionProps: { duration: 100 },
      overlayProps: { backgroundOpacity: 0.4 },
      // A dialog's head is no second banner of the page.
      attributes: { header: { role: 'presentation' } },
    },
  };
  return createTheme({
    primaryColor: 'accent',
    colors: { accent: accentTuple(DEFAULT_ACCENT), gray: GRAY, dark: DARK_TUPLE },
    black: LIGHT.text,
    white: '#ffffff',
    fontFamily: FONT_SANS,
    fontFamilyMonospace: FONT_MONO,
    fontSizes: remEach(FONT_SIZES[density]),
    lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
    headings: headings(density === 'office' ? [22, 15, 14, 14] : [28, 22, 18, 16]),
    spacing: remEach(SPACING),
    radius: remEach(RADIUS),
    defaultRadius: 'md',
    shadows: { md: 'var(--kf-float-shadow)' },
    cursorType: 'pointer',
    respectReducedMotion: true,
    variantColorResolver,
    components: {
      Button: control,
      // Help stands below its field, so that fields side by side stand on one line whatever is said of them.
      InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
      TextInput: control,
      NativeSelect: control,
      Select: control,
      MultiSelect: control,
      Textarea: { defaultProps: { size: controlSize, autosize: true, minRows: 3 } },
      PasswordInput: control,
      NumberInput: control,
      PinInput: control,
      Checkbox: { defaultProps: { size: controlSize === 'sm' ? 'xs' : 'sm' } },
      SegmentedControl: { defaultProps: { size: controlSize, transitionDuration: 100 } },
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: density === 'office' ? 32 : 40 } },
      Anchor: { defaultProps: { underline: 'hover' } },
      Paper: { defaultProps: { withBorder: true, shadow: 'none' } },
      Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
      Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
      Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 80 } } },
      Modal: dialog,
      ModalRoot: { defaultProps: { transitionProps: { duration: 100 } } },
      Drawer: dialog,
    },
  });
}

/** 14 px, dense: admin and portal. */
export const officeTheme: MantineThemeOverride = buildTheme('office');
/** 16 px, roomy: the shop. */
export const shopTheme: MantineThemeOverride = buildTheme('shop');
