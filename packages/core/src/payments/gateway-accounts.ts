import { createHash, randomBytes } from 'node:crypto';
import type { DistributorId, GatewayAccountId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import {
  asService,
  type Core,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
  type SystemPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { loadTenantKeys } from '../inventory/index.ts';
import type { Secret } from '../secret.ts';
import { insertGatewayAccount, insertInbound, updateGatewayAccount } from './account-queries.ts';
import { sealCredentials, type SealedCredentials } from './credentials.ts';
import { forgetGateway, openGateway } from './open-gateway.ts';

export interface GatewayAccountInput {
  readonly provider: 'sandbox';
  readonly name: string;
  /** Addresses and merchant id as the adapter wants them; no secret. */
  readonly config: Readonly<Record<string, string>>;
  readonly apiKey: Secret;
  readonly webhookSecret: Secret;
  readonly currency: CurrencyCode;
  /** A fraction of the amount as a decimal text, for estimates: what counts is what the provider reports. */
  readonly feeRate: string;
  readonly feeBearer: 'platform' | 'seller';
}

const HOOK_ADDRESS_BYTES = 16;

/** The key under which a webhook address is looked up. */
export function inboundKeyOf(hookAddress: string): string {
  return createHash('sha256').update(hookAddress).digest('hex');
}

export function hookUrlOf(core: Core, hookAddress: string): string {
  return `${core.ports.addresses.hookOrigin}/hooks/pay/${hookAddress}`;
}

/**
 * Adds an account at a payment provider. Its API key and webhook secret are sealed by the tenant's data key; the webhook
 * address is random and stored only sealed and hashed. Answers where the provider has to send webhooks.
 *
 * @throws PortError when the vault does not answer
 */
export async function createGatewayAccount(
  ctx: Ctx<StaffPrincipal | SystemPrincipal>,
  input: GatewayAccountInput,
): Promise<{ readonly accountId: GatewayAccountId; readonly hookUrl: string }> {
  return await storeGatewayAccount(ctx, null, input, () => Promise.resolve());
}

/**
 * Seals and stores an account of the wholesaler (null) or of a distributor. `first` runs at the beginning of the same
 * transaction and refuses whoever may not.
 */
export async function storeGatewayAccount(
  ctx: Ctx<StaffPrincipal | SystemPrincipal | DistributorPrincipal>,
  distributorId: DistributorId | null,
  input: GatewayAccountInput,
  first: (tx: ServiceTx) => Promise<void>,
): Promise<{ readonly accountId: GatewayAccountId; readonly hookUrl: string }> {
  const { tenantId } = ctx.principal;
  const accountId = uuidv7();
  const hookAddress = randomBytes(HOOK_ADDRESS_BYTES).toString('hex');
  const keys = await loadTenantKeys(ctx.core, tenantId);
  const sealed = sealCredentials(keys, accountId, {
    apiKey: input.apiKey.expose(),
    webhookSecrets: [input.webhookSecret.expose()],
    hookAddress,
  });
  await asService(ctx, async (tx) => {
    await first(tx);
    const { provider, name, config, currency, feeRate, feeBearer } = input;
    // Fees are kept by the provider when money goes back; one that returns them says so in its bill.
    await insertGatewayAccount(tx, {
      id: accountId,
      distributorId,
      provider,
      name,
      config,
      sealed,
      currency,
      feeRate,
      feeBearer,
      feeOnRefund: 'kept',
    });
    await insertInbound(tx, { key: inboundKeyOf(hookAddress), tenantId, accountId });
    await recordAudit(tx, ctx, {
      action: 'payments.create_gateway_account',
      subjectKind: 'gateway_account',
      subjectId: accountId,
      data: { provider, name, currency, feeBearer },
    });
  });
  return { accountId: accountId as GatewayAccountId, hookUrl: hookUrlOf(ctx.core, hookAddress) };
}

/**
 * Renames, enables or disables an account of the wholesaler, says who bears its fee and whether it comes back with a refund, or rotates its webhook secret (the one before stays
 * valid beside it until the next rotation). A disabled account takes no new payments; what it took is still recognised.
 *
 * @throws DomainError not_found, gateway_not_configured
 */
export async function changeGatewayAccount(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly accountId: GatewayAccountId;
    readonly name?: string | undefined;
    readonly enabled?: boolean | undefined;
    readonly feeBearer?: 'platform' | 'seller' | undefined;
    /** Whether the provider gives its fee back with a refund; counts from the next refund that is done. */
    readonly feeOnRefund?: 'returned' | 'kept' | undefined;
    readonly newWebhookSecret?: Secret | undefined;
  },
): Promise<void> {
  const { tenantId } = ctx.principal;
  const { accountId, newWebhookSecret, ...plain } = input;
  const sealed =
    newWebhookSecret === undefined
      ? undefined
      : await sealAnew(ctx.core, tenantId, accountId, { webhookSecret: newWebhookSecret });
  await asService(ctx, async (tx) => {
    const found = await updateGatewayAccount(tx, accountId, null, { ...plain, sealed });
    if (!found) throw new DomainError('not_found', { what: 'gateway_account' });
    await recordAudit(tx, ctx, {
      action: 'payments.change_gateway_account',
      subjectKind: 'gateway_account',
      subjectId: accountId,
      data: { ...plain, webhookSecretRotated: sealed !== undefined },
    });
  });
  forgetGateway(ctx.core, tenantId, accountId);
}

/** Seals an account's credentials with what is new of them; the webhook secret before stays valid beside the new one. */
export async function sealAnew(
  core: Core,
  tenantId: string,
  accountId: string,
  fresh: { readonly apiKey?: Secret | undefined; readonly webhookSecret?: Secret | undefined },
): Promise<SealedCredentials> {
  const { credentials } = await openGateway(core, tenantId, accountId);
  const keys = await loadTenantKeys(core, tenantId);
  const [current] = credentials.webhookSecrets;
  const webhookSecrets =
    fresh.webhookSecret === undefined
      ? credentials.webhookSecrets
      : [fresh.webhookSecret.expose(), ...(current === undefined ? [] : [current])];
  const apiKey = fresh.apiKey?.expose() ?? credentials.apiKey;
  return sealCredentials(keys, accountId, { ...credentials, apiKey, webhookSecrets });
}
