import { type FoundHeader, findHeader } from './column-roles.ts';
import type { RawRecord } from './code-file-row.ts';
import { isBlank, normaliseCell } from './normalise-cell.ts';
import { DelimitedReader } from './record-reader.ts';
import { BLANK_SEPARATOR } from './split-fields.ts';
import { beginsWithLink } from './split-link.ts';

/** How a sample reads with one separator. */
export interface SeparatorFit {
  readonly separator: string | null;
  readonly quotes: boolean;
  readonly records: readonly RawRecord[];
  readonly header: FoundHeader | undefined;
  /** Columns that most records have. */
  readonly width: number;
}

/** Longer runs of hyphens first: `a----b` also splits at `---`. */
const HYPHENS = ['------', '-----', '----', '---'];
const QUOTING = ['\t', ',', '，', ';', '；', '|', '｜'];
/** Separators that hardly occur inside a link. */
const OUTSIDE_LINKS = new Set([...HYPHENS.slice(0, 3), '\t', '|', '｜', '，', '；']);
const CANDIDATES = [...HYPHENS, ...QUOTING];

/** Part of the records that must have the same number of columns. */
const AGREEMENT = 0.6;
/** Blanks also stand inside codes: they separate only where every line says so. */
const BLANK_AGREEMENT = 0.95;
/** Part of the lines with a password from which a file of links counts as separated by what stands before it. */
const LINK_AGREEMENT = 0.1;

interface Scored extends SeparatorFit {
  readonly agreement: number;
}

/** Reads the sample with one separator. */
export function readWith(
  sample: string,
  separator: string | null,
  quotes: boolean,
  recordCharsMax: number,
): SeparatorFit {
  const { agreement: _, ...fit } = score(sample, separator, quotes, recordCharsMax);
  return fit;
}

/** Finds what separates the columns of a sample; a separator of null where each line is one column. */
export function findSeparator(sample: string, recordCharsMax: number): SeparatorFit {
  const whole = score(sample, null, false, recordCharsMax);
  const lines = whole.records.map((record) => normaliseCell(record.cells[0] ?? ''));
  const isLinks = lines.filter(beginsWithLink).length >= lines.length * AGREEMENT && lines.length > 0;
  const scored = CANDIDATES.map((separator) =>
    score(sample, separator, QUOTING.includes(separator) && sample.includes('"'), recordCharsMax),
  );
  const fits = scored.filter((fit) => (isLinks ? separatesLinks(fit) : separates(fit)));
  const best = fits.toSorted((a, b) => knownOf(b) - knownOf(a) || b.agreement - a.agreement)[0];
  if (best !== undefined) return best;
  const blank = score(sample, BLANK_SEPARATOR, false, recordCharsMax);
  return !isLinks && blanksSeparate(blank) ? blank : whole;
}

function knownOf(fit: SeparatorFit): number {
  return fit.header?.known ?? 0;
}

function separates(fit: Scored): boolean {
  if (fit.width >= 2 && fit.agreement >= AGREEMENT) return true;
  return (fit.header?.cells.length ?? 0) >= 2 && knownOf(fit) >= 2;
}

function separatesLinks(fit: Scored): boolean {
  if (knownOf(fit) >= 2) return true;
  if (fit.records.some((record) => record.cells.length > 2 && record.cells.slice(2).some((cell) => !isBlank(cell)))) {
    return fit.width > 2 && fit.agreement >= AGREEMENT;
  }
  const paired = fit.records.filter((record) => record.cells.length === 2 && !isBlank(record.cells[1] ?? '')).length;
  const enough = OUTSIDE_LINKS.has(fit.separator ?? '') ? LINK_AGREEMENT : BLANK_AGREEMENT;
  return paired > 0 && paired >= fit.records.length * enough;
}

/** Two columns of different looks on every line, as in `6228480012 ABCD-EFGH`; `ABCD EFGH` is one code. */
function blanksSeparate(fit: Scored): boolean {
  if (knownOf(fit) >= 2) return true;
  if (fit.width < 2 || fit.width > 3 || fit.agreement < BLANK_AGREEMENT) return false;
  const looks = (cell = ''): string => `${/^\d+$/u.test(cell) ? 'digits' : 'mixed'}:${cell.length}`;
  const different = fit.records.filter((record) => {
    const [first = '', second = ''] = record.cells.map(normaliseCell);
    return looks(first) !== looks(second) && first.length >= 6 && /\d/u.test(first);
  });
  return different.length >= fit.records.length * BLANK_AGREEMENT;
}

function score(sample: string, separator: string | null, quotes: boolean, recordCharsMax: number): Scored {
  const reader = new DelimitedReader({ separator, quotes, recordCharsMax });
  const records = [...reader.push(sample), ...reader.finish()].filter((record) => !record.cells.every(isBlank));
  const header = findHeader(records);
  const counts = new Map<number, number>();
  for (const record of records) {
    if (header !== undefined && record.line <= header.line) continue;
    counts.set(record.cells.length, (counts.get(record.cells.length) ?? 0) + 1);
  }
  const [width, times] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { separator, quotes, records, header, width, agreement: total === 0 ? 0 : times / total };
}
