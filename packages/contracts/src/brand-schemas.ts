import { z } from 'zod';
import { BRAND_CORNERS, LEGAL_TEXTS, isHexColor, type Brand } from './brand.ts';
import { imageIdSchema } from './id-schemas.ts';
import { LOCALES } from './locales.ts';

const TAGLINE_LENGTH_MAX = 160;
const LEGAL_LENGTH_MAX = 20_000;

const colorSchema = z.string().max(7).toLowerCase().refine(isHexColor, { error: 'not_a_color' });
const localizedText = (max: number) =>
  z.object({ [LOCALES[0]]: z.string().max(max), [LOCALES[1]]: z.string().max(max) });

/** A brand as it is written and read. Colours are checked for contrast by the use case, which can say how far off they are. */
export const brandSchema = z.object({
  accent: colorSchema,
  accentDark: colorSchema.nullable(),
  corners: z.enum(BRAND_CORNERS),
  logoImageId: imageIdSchema.nullable(),
  tagline: localizedText(TAGLINE_LENGTH_MAX),
  legal: z.object({
    [LEGAL_TEXTS[0]]: localizedText(LEGAL_LENGTH_MAX),
    [LEGAL_TEXTS[1]]: localizedText(LEGAL_LENGTH_MAX),
    [LEGAL_TEXTS[2]]: localizedText(LEGAL_LENGTH_MAX),
    [LEGAL_TEXTS[3]]: localizedText(LEGAL_LENGTH_MAX),
  }),
}) satisfies z.ZodType<Brand, unknown>;
