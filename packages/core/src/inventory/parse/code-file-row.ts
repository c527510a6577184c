import type { ContentKind, RejectReason } from '@keyfall/contracts';
import type { Secret } from '../../secret.ts';

/**
 * What one code consists of, in its stored form: outer blanks trimmed, full-width ASCII turned into ASCII, nothing else
 * changed. `secret` and `number_secret` carry a secret, `link` and `link_password` a link; any kind but a plain secret
 * may carry a number beside it.
 */
export interface CodeContent {
  readonly kind: ContentKind;
  readonly number?: Secret<string>;
  readonly secret?: Secret<string>;
  readonly link?: Secret<string>;
  readonly password?: Secret<string>;
}

/** A row that can be imported. */
export interface CodeRow extends CodeContent {
  readonly type: 'row';
  /**
   * Physical line in the file, from 1; of a record over several lines, its first. In a workbook, the row's number. Every
   * row has a higher one than the row before: objects of a JSON document that share a line are counted on from it.
   */
  readonly line: number;
  /** The last moment the code may be used: a date without a time ends that day in the tenant's zone. */
  readonly expiresAt?: Date;
  /** The text of the face value column, as written; only a range SKU needs it and judges it. */
  readonly faceValue?: string;
}

/** A row that cannot be imported. */
export interface RejectedRow {
  readonly type: 'reject';
  readonly line: number;
  readonly reason: RejectReason;
  /** The record as it was written, cut where it is very long; it may hold a secret. */
  readonly raw: Secret<string>;
  /** What a screen may show of it: the number's last four where the number is known, else bullets. */
  readonly mask: string;
}

export type CodeFileRow = CodeRow | RejectedRow;

/** One record of any container, before its columns are understood. */
export interface RawRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** The record as written; may be cut. */
  readonly raw: string;
  /** Columns whose digits the writer of the file had already lost (numeric cells and numbers in exponent form). */
  readonly damaged?: ReadonlySet<number>;
  /** Columns that a workbook shows as dates. */
  readonly dates?: ReadonlySet<number>;
  /** Longer than a record may be: `cells` and `raw` hold only its beginning. */
  readonly tooLong?: boolean;
}
