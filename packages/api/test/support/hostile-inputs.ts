import { encodeCursor } from '@keyfall/contracts';
import { z } from 'zod';

/** What zod makes of an input's schema. */
interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const ID = '0190b3b0-0000-7000-8000-0000000000aa';
const MOMENT = '2026-01-02T03:04:05.000Z';

/** Texts that the product's patterns are made for; the first that fits a pattern stands for it. */
const TEXTS = [
  'abc',
  '1.00',
  '1',
  'CNY',
  ID,
  'abc-1',
  '2010',
  'K2026ABCDEFGHJKM',
  '123456',
  'A'.repeat(43),
  'a'.repeat(64),
];

/** What stands where a check of our own, which no JSON schema tells, refuses the example. */
const BETTER: Readonly<Record<string, unknown>> = {
  uuid: ID,
  bad_amount: '1.00',
  not_positive: '1.00',
  bad_mail: 'a@b.example',
  bad_period: '2027-01-02T03:04:05.000Z',
  template_only_for_top_up: null,
  not_a_color: '#112233',
  bad_timezone: 'Asia/Shanghai',
  payee_number_invalid: '6222021234567890',
  'Invalid email address': 'a@b.example',
};

/** Which parts of the example exclude others. */
const TOO_MUCH: Readonly<Record<string, readonly string[]>> = {
  one_target: ['childId', 'shopId'],
  one_scope: ['categoryId', 'productId'],
  units_or_goodwill: ['goodwill'],
};

/** An input that a procedure's schema takes, if one can be made. */
export function validInput(schema: z.ZodType): unknown {
  let input = exampleOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as JsonSchema);
  for (let tries = 0; tries < 4; tries += 1) {
    const { error } = schema.safeParse(input);
    if (error === undefined) return input;
    for (const { path, message } of error.issues) {
      const place = path.map(String);
      const parts = TOO_MUCH[message]?.map((part) => [...place.slice(0, -1), part]) ?? [];
      for (const part of parts) input = withValue(input, part, undefined);
      if (message in BETTER) input = withValue(input, place, BETTER[message]);
    }
  }
  return input;
}

/** An input of the schema's shape, with every optional part in it. */
function exampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum.includes('CNY') ? 'CNY' : schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return exampleOf(choice);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(exampleOf)) as unknown;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, of]) => [key, exampleOf(of)]));
    case 'array':
      return typeof schema.items === 'object'
        ? Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => exampleOf(schema.items as JsonSchema))
        : [];
    case 'string':
      return textFor(schema);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    default:
      return undefined;
  }
}

function textFor({ format, pattern, minLength = 0 }: JsonSchema): string {
  if (format === 'uuid') return ID;
  if (format === 'date-time') return MOMENT;
  if (format === 'date') return '2026-01-02';
  if (format === 'email') return 'a@b.example';
  const fits = (text: string): boolean =>
    text.length >= minLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
  return TEXTS.find(fits) ?? 'x'.repeat(minLength);
}

interface Variant {
  readonly what: string;
  readonly input: unknown;
}

const HOSTILE_TEXTS = [
  'a\u0000b',
  '\ud800',
  '',
  ' ',
  "'; drop table x; --",
  '٣٤٥',
  '9'.repeat(60),
  '-1',
  '99999999999999999.99',
  '92233720368547758.08',
  '0.000000001',
  '1e400',
  '0001-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01',
  '9999-12-31',
  '%_\\',
];
const HOSTILE_CURSORS = [
  encodeCursor(['9999-99-99 99:99:99+00', ID]),
  encodeCursor(['0000-00-00', ID, '1']),
  encodeCursor(['2026-01-01 00:00:00+00', 'x', '99999999999']),
  encodeCursor(['\u0000']),
  encodeCursor(['x']),
  encodeCursor([null, null]),
];
const HOSTILE_NUMBERS = [0, -1, 0.5, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 1e308];

/** Each part meets one in so many of the things that might hurt; over all procedures each thing meets many parts. */
const ONE_IN = 5;

/** The example, and the example with one part of it replaced by something that might hurt. */
export function* hostileVariants(example: unknown, turn: number): Generator<Variant> {
  yield { what: 'the example', input: example };
  let part = turn;
  for (const path of leavesOf(example)) {
    const start = part % ONE_IN;
    part += 1;
    for (const value of replacementsOf(path.at(-1), valueAt(example, path)).filter((_, at) => at % ONE_IN === start))
      yield { what: path.join('.'), input: withValue(example, path, value) };
  }
}

function replacementsOf(name: string | undefined, present: unknown): readonly unknown[] {
  if (name === 'cursor') return HOSTILE_CURSORS.flatMap((cursor) => Array.from({ length: ONE_IN }, () => cursor));
  if (Array.isArray(present)) return Array.from({ length: ONE_IN }, () => []);
  if (typeof present === 'number') return HOSTILE_NUMBERS;
  return typeof present === 'string' ? HOSTILE_TEXTS : [];
}

function* leavesOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value === 'string' || typeof value === 'number' || Array.isArray(value)) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* leavesOf(part, [...path, key]);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part, key) => (part as Record<string, unknown>)[key], value);
}

function withValue(value: unknown, path: readonly string[], leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  const inner = withValue((value as Record<string, unknown>)[key], rest, leaf);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? inner : item));
  return { ...(value as Record<string, unknown>), [key]: inner };
}
