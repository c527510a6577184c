/** Times and limits of one sandbox. Tests shorten them; nothing else in the sandbox holds a number of its own. */
export interface SandboxSettings {
  /** What the gateway keeps of a captured amount, in hundredths of a percent; rounded half up to the minor unit. */
  readonly feeBasisPoints: number;
  /** How long a refund stays pending when it is told not to finish at once. */
  readonly refundDelayMs: number;
  /** A webhook target that has not answered by then counts as failed. */
  readonly webhookTimeoutMs: number;
  /** Pauses before the second, third, … attempt of a webhook; after the last one it is given up (and can be sent again by hand). */
  readonly webhookRetryDelaysMs: readonly number[];
  readonly webhookConcurrency: number;
  /** How far a signed request's timestamp may lie from this machine's clock. */
  readonly signatureToleranceMs: number;
  /** The gateway's calendar: bills are cut at midnight of this offset (480 is China). */
  readonly billUtcOffsetMinutes: number;
  /** How often expired payments and pending refunds are looked for. */
  readonly sweepIntervalMs: number;
  /** How long a request that was told to hang is held before it is answered after all. */
  readonly hangMs: number;
  /** Finished webhook deliveries older than this are forgotten; payments and refunds are kept. */
  readonly deliveriesKeptMs: number;
  /** The mailbox keeps the newest mails within both limits. */
  readonly mailCountMax: number;
  readonly mailTotalBytesMax: number;
  /** A larger mail is refused with 552. */
  readonly mailBytesMax: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export const DEFAULT_SETTINGS: SandboxSettings = {
  feeBasisPoints: 60,
  refundDelayMs: 3 * SECOND_MS,
  webhookTimeoutMs: 10 * SECOND_MS,
  webhookRetryDelaysMs: [
    SECOND_MS,
    5 * SECOND_MS,
    15 * SECOND_MS,
    MINUTE_MS,
    5 * MINUTE_MS,
    15 * MINUTE_MS,
    60 * MINUTE_MS,
  ],
  webhookConcurrency: 16,
  signatureToleranceMs: 5 * MINUTE_MS,
  billUtcOffsetMinutes: 480,
  sweepIntervalMs: 500,
  hangMs: 30 * SECOND_MS,
  deliveriesKeptMs: 7 * 24 * 60 * MINUTE_MS,
  mailCountMax: 500,
  mailTotalBytesMax: 64 * 1024 * 1024,
  mailBytesMax: 2 * 1024 * 1024,
};
