import { z } from 'zod';
import { COLUMN_ROLES, type ColumnRole } from './column-names.ts';
import { TEXT_ENCODINGS, type TextEncodingName } from './decode-text.ts';
import { DAY_MONTH_ORDERS, type DayMonthOrder } from './parse-expiry.ts';

/** `jsonl` has an object on each line, `json` is one document with a list of objects in it. */
export const CODE_FILE_CONTAINERS = ['text', 'csv', 'xlsx', 'jsonl', 'json'] as const;
export type CodeFileContainer = (typeof CODE_FILE_CONTAINERS)[number];

/** What the codes of a file consist of; `link_mixed`: some links have a password, some have none. */
export const CODE_FILE_SHAPES = ['secret', 'number_secret', 'link', 'link_password', 'link_mixed'] as const;
export type CodeFileShape = (typeof CODE_FILE_SHAPES)[number];

const NAME_CHARS_MAX = 200;
const SEPARATOR_CHARS_MAX = 8;

const columnSchema = z.strictObject({
  role: z.enum(COLUMN_ROLES),
  /** The heading or JSON key; null where the file names none. */
  name: z.string().max(NAME_CHARS_MAX).nullable(),
});

const separatorSchema = z
  .string()
  .min(1)
  .max(SEPARATOR_CHARS_MAX)
  .refine((text) => !/[\r\n"]/u.test(text), 'a separator holds no line end and no quote');

/**
 * How a code file is read: found by `detectCodeFile`, changed by a person, stored as JSON with the import. The text
 * fields that only inform (`encodingFrom`, `shape`, `dateForms`, `sheets`) do not steer the parser.
 */
export const codeFileProfileSchema = z.strictObject({
  version: z.literal(1),
  container: z.enum(CODE_FILE_CONTAINERS),
  /** Means nothing for a workbook, whose parts name their own. */
  encoding: z.enum(TEXT_ENCODINGS),
  encodingFrom: z.enum(['bom', 'content', 'person']),
  /** Null: the whole line is one column. One blank: any run of blanks. */
  separator: separatorSchema.nullable(),
  /** Line of the headings, from 1; it and everything before it is no code. 0: there are none. */
  headerLine: z.int().min(0).max(1_000_000),
  columns: z.array(columnSchema).min(1).max(256),
  shape: z.enum(CODE_FILE_SHAPES),
  dateForms: z.array(z.string().max(20)).max(20),
  /** How dates like 03/04/2028 are meant; null: they are refused as bad dates. */
  dayMonthOrder: z.enum(DAY_MONTH_ORDERS).nullable(),
  /** The sheet of a workbook that is read. */
  sheet: z.string().max(NAME_CHARS_MAX).nullable(),
  sheets: z.array(z.string().max(NAME_CHARS_MAX)).max(256),
  /** In a JSON document, how many brackets enclose each object. */
  objectDepth: z.int().min(0).max(8),
});

export type CodeFileProfile = z.infer<typeof codeFileProfileSchema>;
export type CodeFileColumn = CodeFileProfile['columns'][number];

/** What a person said about a file; whatever is left out is still detected. */
export interface CodeFileOverride {
  readonly container?: CodeFileContainer;
  readonly encoding?: TextEncodingName;
  readonly separator?: string | null;
  readonly headerLine?: number;
  /** Roles by position; columns beyond the list are ignored. */
  readonly columns?: readonly ColumnRole[];
  readonly dayMonthOrder?: DayMonthOrder | null;
  readonly sheet?: string;
}

/** The same as a schema, for what arrives from outside. */
export const codeFileOverrideSchema = z.strictObject({
  container: z.enum(CODE_FILE_CONTAINERS).optional(),
  encoding: z.enum(TEXT_ENCODINGS).optional(),
  separator: separatorSchema.nullable().optional(),
  headerLine: z.int().min(0).max(1_000_000).optional(),
  columns: z.array(z.enum(COLUMN_ROLES)).min(1).max(256).optional(),
  dayMonthOrder: z.enum(DAY_MONTH_ORDERS).nullable().optional(),
  sheet: z.string().max(NAME_CHARS_MAX).optional(),
});

/** Reads a stored profile. @throws z.ZodError when it is none. */
export function readProfile(stored: unknown): CodeFileProfile {
  return codeFileProfileSchema.parse(stored);
}

/** The names of columns that are not imported, for the preview to show. */
export function ignoredColumns(profile: CodeFileProfile): string[] {
  return profile.columns.flatMap((column, index) =>
    column.role === 'ignored' ? [column.name ?? `#${index + 1}`] : [],
  );
}

/** Separators between which fields may stand in quotes. */
export function takesQuotes(container: CodeFileContainer): boolean {
  return container === 'csv';
}
