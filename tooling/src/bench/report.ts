/** One figure of a benchmark. */
export interface Figure {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** The same in the least SQL that does the same durable writes, measured in the same run; null where there is none. */
  readonly floor: number | null;
}

/** Prints a figure as one JSON object a line; the ratio is value to floor. */
export function printFigure({ bench, metric, value, unit, floor }: Figure): void {
  const ratio = floor === null || floor === 0 ? null : rounded(value / floor, 3);
  const line = { bench, metric, value: rounded(value), unit, floor: floor === null ? null : rounded(floor), ratio };
  console.log(JSON.stringify(line));
}

function rounded(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}
