import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Codes of the import. */
  readonly rows: number;
  /** How long one run of a throughput measurement takes. */
  readonly seconds: number;
  /** How often own path and floor take turns; the median counts. */
  readonly rounds: number;
}

export type Parsed =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'run'; readonly name: string; readonly options: BenchOptions };

/** Reads `NAME [--rows N] [--seconds N] [--rounds N] [--help]`. */
export function parseOptions(words: readonly string[]): Parsed {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        rows: { type: 'string', default: '1000000' },
        seconds: { type: 'string', default: '4' },
        rounds: { type: 'string', default: '3' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const [name] = positionals;
    if (name === undefined || positionals.length > 1) return { kind: 'wrong', why: 'name one benchmark' };
    const options = {
      rows: wholeNumber('rows', values.rows, 10_000_000),
      seconds: wholeNumber('seconds', values.seconds, 600),
      rounds: wholeNumber('rounds', values.rounds, 50),
    };
    return { kind: 'run', name, options };
  } catch (error) {
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new Error(`--${name} takes a whole number from 1 to ${max}`);
  return value;
}
