import type { Env } from '../env.ts';
import type { Wiring } from '../wiring.ts';

/** A command-line usage that cannot be understood: exit code 2, nothing was done. */
export class UsageError extends Error {}

export interface Option {
  readonly type: 'string' | 'boolean';
  /** What it means, one line. */
  readonly help: string;
  readonly required?: boolean;
  /** How its value is called in the help: `--tenant SLUG`. */
  readonly value?: string;
}

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** What a command is given. The wiring is made when first asked for, so that `--help` needs no database. */
export interface CommandContext {
  readonly env: Env;
  readonly values: Values;
  readonly wiring: () => Wiring;
  /** Progress for people, on stderr; stdout holds the answer and nothing else. */
  readonly note: (line: string) => void;
}

/** What a command answers: a document for programs, lines for people, and the exit code. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly exitCode?: number;
}

export interface Command {
  /** Words that call it, e.g. `codes import`. */
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** More for `--help`: what the answer looks like, an example. May look things up when the database answers. */
  readonly more?: (context: CommandContext) => Promise<readonly string[]>;
  run(context: CommandContext): Promise<Answer>;
}

/** The text of an option. @throws UsageError when it is missing */
export function textOf(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is needed`);
  return value;
}

export function textOrNull(values: Values, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
