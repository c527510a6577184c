import type { IncomeRateDto, IncomeRulesDto } from '@keyfall/contracts/income-schemas';

/** What was typed into the grid, by level (or `any`) and distance. */
export type RateCells = Readonly<Record<string, string>>;

/** Rates to judge margins by; an empty list means that nobody earns. */
export type TriedRates = readonly IncomeRateDto[];

type LevelId = IncomeRateDto['levelId'];

const PERCENT = /^(100(\.0{1,8})?|[1-9]?[0-9](\.[0-9]{1,8})?)$/;

export const cellKey = (levelId: LevelId, distance: number): string => `${levelId ?? 'any'}:${distance}`;

/** Full-width digits become plain; a percent sign and blanks may be typed. */
const plainOf = (typed: string): string => typed.normalize('NFKC').replaceAll(/[\s%]/g, '');

export const isBadCell = (typed: string): boolean => plainOf(typed) !== '' && !PERCENT.test(plainOf(typed));

/** The grid of the rates that hold now. */
export function cellsOf(rules: IncomeRulesDto): RateCells {
  const rates = rules.present?.rates ?? [];
  return Object.fromEntries(rates.map((rate) => [cellKey(rate.levelId, rate.distance), rate.percent]));
}

/** The rates of a grid; empty and wrong cells are no rates. */
export function ratesOf(cells: RateCells, rules: IncomeRulesDto): TriedRates {
  const rows: readonly LevelId[] = [null, ...rules.levels.map((level) => level.id)];
  return rows.flatMap((levelId) =>
    Array.from({ length: rules.depth + 1 }, (_, distance) => ({
      levelId,
      distance,
      percent: plainOf(cells[cellKey(levelId, distance)] ?? ''),
    })).filter(({ percent }) => PERCENT.test(percent)),
  );
}
