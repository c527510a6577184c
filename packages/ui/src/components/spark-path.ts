const round = (value: number): number => Math.round(value * 100) / 100;

/** The polyline of a series as SVG path data in a box; the lowest value keeps 2 px of room below, the highest above. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const y = (value: number): number => (range === 0 ? height / 2 : height - 2 - ((value - low) / range) * (height - 4));
  return values
    .map(
      (value, index) => `${index === 0 ? 'M' : 'L'}${round((index / (values.length - 1)) * width)} ${round(y(value))}`,
    )
    .join('');
}

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bars from zero; a value of zero still shows as a hair, so that a day without sales is seen as a day. */
export function barRects(values: readonly number[], width: number, height: number): readonly Bar[] {
  const highest = Math.max(1, ...values);
  const slot = width / Math.max(1, values.length);
  return values.map((value, index) => {
    const size = Math.max(1, (Math.max(0, value) / highest) * height);
    return {
      x: round(index * slot + slot * 0.15),
      y: round(height - size),
      width: round(slot * 0.7),
      height: round(size),
    };
  });
}
