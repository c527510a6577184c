import { NIL_UUID } from '@keyfall/contracts';
import type { PayoutAccountDto } from '@keyfall/contracts/withdrawal-schemas';
import { serviceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Core, type Ctx, type StaffPrincipal, type SystemPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { loadTenantKeys } from '../inventory/index.ts';
import type { Secret } from '../secret.ts';
import { insertAccount, listAccountRows, readSealedAccount, setAccountEnabled } from './account-queries.ts';
import type { PayoutRail } from './payout-rail.port.ts';
import { readPolicy } from './policy-queries.ts';
import { openText, sealText } from './sealed-text.ts';

export type PayoutAccountInput =
  | { readonly provider: 'bank_file'; readonly name: string }
  | {
      readonly provider: 'sandbox';
      readonly name: string;
      /** Addresses and merchant id; no secret. */
      readonly config: Readonly<Record<string, string>>;
      readonly apiKey: Secret;
    };

/**
 * Adds an account that withdrawals are paid from, in the tenant's currency: a bank that is told by file, or a payout rail
 * whose key is sealed. It owns its own bank account (1010) in the ledger.
 *
 * @throws DomainError already_exists (name); PortError of the vault
 */
export async function createPayoutAccount(
  ctx: Ctx<StaffPrincipal | SystemPrincipal>,
  input: PayoutAccountInput,
): Promise<{ readonly accountId: string }> {
  const accountId = uuidv7();
  const isRail = input.provider !== 'bank_file';
  const sealed = isRail
    ? sealText(
        await loadTenantKeys(ctx.core, ctx.principal.tenantId),
        { what: 'payout_account', id: accountId },
        input.apiKey,
      )
    : null;
  await asService(ctx, async (tx) => {
    const { currency } = await readPolicy(tx, NIL_UUID);
    const { provider, name } = input;
    const config = isRail ? input.config : {};
    if (!(await insertAccount(tx, { id: accountId, provider, name, config, sealed, currency })))
      throw new DomainError('already_exists', { what: 'payout_account', field: 'name' });
    await recordAudit(tx, ctx, {
      action: 'withdrawals.create_account',
      subjectKind: 'payout_account',
      subjectId: accountId,
      data: { provider, name },
    });
  });
  return { accountId };
}

/** Switches an account on or off; what is under way through it goes on. @throws DomainError not_found */
export async function switchPayoutAccount(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly accountId: string; readonly enabled: boolean },
): Promise<void> {
  await asService(ctx, async (tx) => {
    if (!(await setAccountEnabled(tx, input.accountId, input.enabled)))
      throw new DomainError('not_found', { what: 'payout_account' });
    await recordAudit(tx, ctx, {
      action: 'withdrawals.switch_account',
      subjectKind: 'payout_account',
      subjectId: input.accountId,
      data: { enabled: input.enabled },
    });
  });
}

/** The accounts withdrawals are paid from, without their secrets. */
export async function readPayoutAccounts(ctx: Ctx<StaffPrincipal>): Promise<readonly PayoutAccountDto[]> {
  return await asStaff(ctx, listAccountRows);
}

/**
 * The rail of an account, its key opened. Not kept: payouts are rare, and a rotated key acts at once.
 * @throws DomainError payout_account_unusable; PortError of vault or adapter
 */
export async function openRail(core: Core, tenantId: string, accountId: string): Promise<PayoutRail> {
  const row = await serviceTx(core.db, { tenantId }, (tx) => readSealedAccount(tx, accountId));
  if (row?.sealed_key_id == null || row.sealed_nonce === null || row.sealed === null)
    throw new DomainError('payout_account_unusable');
  const keys = await loadTenantKeys(core, tenantId);
  const apiKey = openText(
    keys,
    { what: 'payout_account', id: accountId },
    { keyId: row.sealed_key_id, nonce: row.sealed_nonce, ciphertext: row.sealed },
  );
  return core.ports.payouts.open({ provider: row.provider, config: row.config, apiKey: apiKey.expose() });
}
