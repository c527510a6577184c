/** Local days, both included, as the API takes them. */
export interface StatementPeriod {
  readonly from: string;
  readonly until: string;
}

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const MONTHS_OFFERED = 13;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function presentMonth(today: Date): StatementPeriod {
  const begin = `${today.getFullYear()}-${twoDigits(today.getMonth() + 1)}`;
  const lastDay = new Date(Date.UTC(today.getFullYear(), today.getMonth() + 1, 0)).getUTCDate();
  return { from: `${begin}-01`, until: `${begin}-${twoDigits(lastDay)}` };
}

/** The months on offer, this one first, as `2026-10`. */
export function monthsBack(today: Date): readonly string[] {
  return Array.from({ length: MONTHS_OFFERED }, (_, back) => {
    const month = new Date(today.getFullYear(), today.getMonth() - back, 1);
    return `${month.getFullYear()}-${twoDigits(month.getMonth() + 1)}`;
  });
}

/** First and last day of a month written as `2026-10`; undefined when it is not one. */
export function daysOfMonth(month: string | undefined): StatementPeriod | undefined {
  const [, year, number] = MONTH.exec(month ?? '') ?? [];
  if (year === undefined || number === undefined) return undefined;
  const lastDay = new Date(Date.UTC(Number(year), Number(number), 0)).getUTCDate();
  return { from: `${year}-${number}-01`, until: `${year}-${number}-${twoDigits(lastDay)}` };
}

/** The period that the address names: two days, a month, or else the present month. */
export function chosenPeriod(
  url: { readonly month?: string | undefined; readonly from?: string | undefined; readonly until?: string | undefined },
  today: Date,
): StatementPeriod {
  const { from, until } = url;
  if (from !== undefined && until !== undefined && DAY.test(from) && DAY.test(until)) return { from, until };
  return daysOfMonth(url.month) ?? presentMonth(today);
}
