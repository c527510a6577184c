/** When a provider is asked about an open payment: soon after it was started, then ever more rarely, then every hour. */
const AFTER_SECONDS = [5, 15, 60, 300, 900, 3_600] as const;

export const firstQueryAfterSeconds = AFTER_SECONDS[0];

/** Seconds to wait after the question number `asked` (the first is 1). */
export function nextQueryAfterSeconds(asked: number): number {
  return AFTER_SECONDS[Math.min(Math.max(asked, 0), AFTER_SECONDS.length - 1)] ?? 3_600;
}

/** A closing must not wait for an hour: the buyer's codes are held until the provider has answered. */
const CLOSING_AFTER_SECONDS = [5, 15, 30, 60, 120, 300] as const;

export function nextCloseAfterSeconds(asked: number): number {
  return CLOSING_AFTER_SECONDS[Math.min(Math.max(asked, 0), CLOSING_AFTER_SECONDS.length - 1)] ?? 300;
}

/** After so many unanswered questions a person should look at it. */
export const ALERT_AFTER_QUERIES = 6;
