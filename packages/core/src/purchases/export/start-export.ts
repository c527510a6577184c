import { createHash, randomBytes } from 'node:crypto';
import type { ExportFormat, StartedExportDto } from '@keyfall/contracts/purchase-schemas';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../../context.ts';
import { DomainError } from '../../errors.ts';
import { loadTenantKeys } from '../../inventory/index.ts';
import { findExportable, insertExport } from './export-queries.ts';
import { exportPassword } from './export-password.ts';

const TICKET_BYTES = 32;
const VALID_SECONDS = 600;

/** The key under which a ticket is stored. */
export function ticketHash(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}

/**
 * Allows one download of a purchase's codes to the person who asks, for ten minutes. Nothing is opened yet. With `zip` the
 * answer holds the archive's password, this once.
 *
 * @throws DomainError order_not_found (also another distributor's), delivery_not_ready (nothing, or nothing after
 *   `skipUnits`, has been handed over)
 */
export async function startExport(
  ctx: Ctx<DistributorPrincipal>,
  input: {
    readonly orderNo: string;
    readonly format: ExportFormat;
    readonly zip: boolean;
    readonly skipUnits: number;
  },
): Promise<StartedExportDto> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const id = uuidv7();
  const ticket = randomBytes(TICKET_BYTES).toString('base64url');
  const keys = input.zip ? await loadTenantKeys(ctx.core, tenantId) : null;
  const { expiresAt, units } = await asService(ctx, async (tx) => {
    const order = await findExportable(tx, { orderNo: input.orderNo, distributorId });
    if (order === undefined) throw new DomainError('order_not_found');
    if (order.units <= input.skipUnits) throw new DomainError('delivery_not_ready', {});
    const until = await insertExport(tx, {
      id,
      orderId: order.id,
      distributorId,
      loginId,
      tokenHash: ticketHash(ticket),
      format: input.format,
      isZip: input.zip,
      skipUnits: input.skipUnits,
      validSeconds: VALID_SECONDS,
    });
    await recordAudit(tx, ctx, {
      action: 'purchases.start_export',
      subjectKind: 'order',
      subjectId: order.id,
      data: { exportId: id, format: input.format, zip: input.zip, skipUnits: input.skipUnits, units: order.units },
    });
    return { expiresAt: until, units: order.units - input.skipUnits };
  });
  return {
    url: `/downloads/purchases/${ticket}`,
    fileName: exportFileName(input.orderNo, input.zip ? 'zip' : input.format),
    units,
    password: keys === null ? null : exportPassword(keys, id),
    expiresAt: expiresAt.toISOString(),
  };
}

export function exportFileName(orderNo: string, ending: ExportFormat | 'zip'): string {
  return `keyfall-${orderNo}.${ending}`;
}
