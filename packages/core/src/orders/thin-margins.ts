import { asService, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { raiseAlert } from '../notifications/index.ts';

/** Why a SKU of the percentage model was refused: the cause of the refusal, for the wholesaler alone. */
export class ThinMargin extends Error {
  override readonly name = 'ThinMargin';
  readonly sku: { readonly id: string; readonly code: string };
  readonly params: Readonly<Record<string, string>>;

  constructor(sku: { readonly id: string; readonly code: string }, refusal: DomainError) {
    super('commissions would eat the margin', { cause: refusal });
    this.sku = sku;
    const { margin, marginMin } = refusal.params;
    this.params = { code: sku.code, margin: String(margin), marginMin: String(marginMin) };
  }
}

/**
 * Tells the wholesaler of SKUs that could not be ordered because commissions would eat its margin; the buyer was told only
 * that they are not to be had. Opens its own transaction, since the order's was given up. Other refusals are passed over.
 */
export async function tellOfThinMargins(ctx: Ctx, refusals: readonly unknown[]): Promise<void> {
  const thin = refusals.flatMap((refusal) =>
    refusal instanceof DomainError && refusal.cause instanceof ThinMargin ? [refusal.cause] : [],
  );
  if (thin.length === 0) return;
  await asService(ctx, async (tx) => {
    for (const { sku, params } of thin) await raiseAlert(tx, { kind: 'income.thin_margin', subject: sku.id, params });
  });
}
