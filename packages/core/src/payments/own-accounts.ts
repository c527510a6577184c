import { randomUUID } from 'node:crypto';
import type { GatewayAccountId } from '@keyfall/contracts';
import type { OwnGatewayDto } from '@keyfall/contracts/collecting-schemas';
import type { ReadTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asDistributor, asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError, PortError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { listOwnAccountRows, lockCollector, updateGatewayAccount } from './account-queries.ts';
import { hookUrlOf, sealAnew, storeGatewayAccount } from './gateway-accounts.ts';
import { forgetGateway, openGateway, type OpenGateway } from './open-gateway.ts';

/** More than anybody needs: each is asked about its payments. */
const ACCOUNTS_MAX = 10;

type Owner = Ctx<DistributorPrincipal>;

/** The distributor's own gateway accounts, without their secrets. */
export async function listOwnAccounts(ctx: Owner): Promise<readonly OwnGatewayDto[]> {
  return await asDistributor(ctx, (tx) => listAccountsOf(tx, ctx.principal.distributorId));
}

/** A distributor's own gateway accounts, without their secrets. Joins the reader's transaction. */
export async function listAccountsOf(
  tx: ReadTx<'portal'> | ReadTx<'admin'>,
  distributorId: string,
): Promise<readonly OwnGatewayDto[]> {
  const rows = await listOwnAccountRows(tx, distributorId);
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider,
    name: row.name,
    currency: row.currency,
    enabled: row.enabled,
    createdAt: row.created_at.toISOString(),
  }));
}

/**
 * Adds an account of the distributor's own at a payment provider, in the tenant's currency. Key and secret are sealed like the
 * wholesaler's; where the provider is reached follows from the installation, never from input. Answers where the provider has
 * to send webhooks.
 *
 * @throws DomainError collecting_not_allowed, distributor_not_active, gateway_not_configured (no such provider here),
 *   rate_limited (too many accounts)
 */
export async function addOwnAccount(
  ctx: Owner,
  input: {
    readonly name: string;
    readonly merchantId: string;
    readonly apiKey: Secret;
    readonly webhookSecret: Secret;
  },
): Promise<{ readonly accountId: GatewayAccountId; readonly hookUrl: string }> {
  const { distributorId } = ctx.principal;
  const { merchantId, ...plain } = input;
  const config = ctx.core.ports.gateways.settingsOf('sandbox', merchantId);
  if (config === null) throw new DomainError('gateway_not_configured');
  const collector = await asService(ctx, (tx) => lockCollector(tx, distributorId));
  return await storeGatewayAccount(
    ctx,
    distributorId,
    {
      ...plain,
      provider: 'sandbox',
      config,
      currency: collector.currency,
      // What it keeps is between the distributor and its provider.
      feeRate: '0',
      feeBearer: 'platform',
    },
    async (tx) => {
      const { allowed, status, accounts } = await lockCollector(tx, distributorId);
      if (!allowed) throw new DomainError('collecting_not_allowed');
      if (status !== 'active') throw new DomainError('distributor_not_active', { state: status });
      if (accounts >= ACCOUNTS_MAX) throw new DomainError('rate_limited', {});
    },
  );
}

/**
 * Renames, enables or disables an own account, or replaces its key or webhook secret (the secret before stays valid beside the
 * new one until the next). A disabled account takes no new payments; what it took is still recognised and given back through it.
 *
 * @throws DomainError not_found (also another's), gateway_not_configured
 */
export async function changeOwnAccount(
  ctx: Owner,
  input: {
    readonly accountId: GatewayAccountId;
    readonly name?: string | undefined;
    readonly enabled?: boolean | undefined;
    readonly apiKey?: Secret | undefined;
    readonly webhookSecret?: Secret | undefined;
  },
): Promise<void> {
  const { tenantId, distributorId } = ctx.principal;
  const { accountId, apiKey, webhookSecret, ...plain } = input;
  await openOwn(ctx, accountId);
  const isRotated = apiKey !== undefined || webhookSecret !== undefined;
  const sealed = isRotated ? await sealAnew(ctx.core, tenantId, accountId, { apiKey, webhookSecret }) : undefined;
  await asService(ctx, async (tx) => {
    const found = await updateGatewayAccount(tx, accountId, distributorId, { ...plain, sealed });
    if (!found) throw new DomainError('not_found', { what: 'gateway_account' });
    await recordAudit(tx, ctx, {
      action: 'payments.change_gateway_account',
      subjectKind: 'gateway_account',
      subjectId: accountId,
      data: { ...plain, apiKeyReplaced: apiKey !== undefined, webhookSecretRotated: webhookSecret !== undefined },
    });
  });
  forgetGateway(ctx.core, tenantId, accountId);
}

/**
 * Asks the provider about a refund it cannot know: an answer proves that it is reached and takes the account's key. Nothing is
 * changed. Answers the address for webhooks too, which has to stand in the provider's settings.
 *
 * @throws DomainError not_found (also another's), gateway_not_configured
 */
export async function testOwnAccount(
  ctx: Owner,
  input: { readonly accountId: GatewayAccountId },
): Promise<{ readonly outcome: 'ok' | 'refused' | 'unreachable'; readonly hookUrl: string }> {
  const opened = await openOwn(ctx, input.accountId);
  const hookUrl = hookUrlOf(ctx.core, opened.credentials.hookAddress);
  try {
    await opened.gateway.queryRefund(randomUUID());
    return { outcome: 'ok', hookUrl };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { outcome: error.retryable ? 'unreachable' : 'refused', hookUrl };
  }
}

async function openOwn(ctx: Owner, accountId: GatewayAccountId): Promise<OpenGateway> {
  const rows = await asDistributor(ctx, (tx) => listOwnAccountRows(tx, ctx.principal.distributorId));
  if (!rows.some((row) => row.id === accountId)) throw new DomainError('not_found', { what: 'gateway_account' });
  return await openGateway(ctx.core, ctx.principal.tenantId, accountId);
}
