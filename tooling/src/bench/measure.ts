/** One run of a number of clients, each doing the same work again and again. */
export interface Measured {
  readonly count: number;
  readonly perSecond: number;
  /** Times of single works in milliseconds, ascending. */
  readonly timesMs: readonly number[];
}

/** Lets `clients` work for `seconds`; each begins its next work when the last has ended. A failure ends the run. */
export async function runClients(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<unknown>,
): Promise<Measured> {
  const timesMs: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  const client = async (index: number): Promise<void> => {
    while (performance.now() < endAt) {
      const from = performance.now();
      await work(index);
      timesMs.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  return {
    count: timesMs.length,
    perSecond: timesMs.length / elapsedSeconds,
    timesMs: timesMs.toSorted((a, b) => a - b),
  };
}

/** The value below which the given part of the sorted times lies. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The middle one: of a few runs on a shared machine it says more than their mean. */
export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
