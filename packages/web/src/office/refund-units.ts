/** What of an order line can still be refunded. */
export interface RefundableLine {
  readonly line: number;
  readonly productName: string;
  readonly skuName: string;
  readonly quantity: number;
  readonly delivered: number;
  /** Delivered units, and units never delivered, that were refunded already. */
  readonly refundedUnits: number;
  readonly refundedOpen: number;
}

/** Whole numbers of one line, as they were typed. */
export interface TypedUnits {
  readonly delivered: string;
  readonly undelivered: string;
}

export interface RefundedUnits {
  readonly line: number;
  readonly delivered: number;
  readonly undelivered: number;
}

export function unitsLeft(line: RefundableLine): { readonly delivered: number; readonly undelivered: number } {
  return {
    delivered: line.delivered - line.refundedUnits,
    undelivered: line.quantity - line.delivered - line.refundedOpen,
  };
}

/** A typed count between zero and what is left; blank is zero. */
export function readCount(text: string, most: number): number | undefined {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return 0;
  if (!/^\d{1,6}$/.test(plain)) return undefined;
  const count = Number(plain);
  return count <= most ? count : undefined;
}

/** The wish of all lines together; nothing while a count is wrong or none was typed. */
export function readRefundUnits(
  lines: readonly RefundableLine[],
  typed: Readonly<Record<number, TypedUnits>>,
): readonly RefundedUnits[] | undefined {
  const units: RefundedUnits[] = [];
  for (const line of lines) {
    const left = unitsLeft(line);
    const own = typed[line.line];
    const delivered = readCount(own?.delivered ?? '', left.delivered);
    const undelivered = readCount(own?.undelivered ?? '', left.undelivered);
    if (delivered === undefined || undelivered === undefined) return undefined;
    if (delivered + undelivered > 0) units.push({ line: line.line, delivered, undelivered });
  }
  return units.length === 0 ? undefined : units;
}
