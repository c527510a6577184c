import type { PayeeId, WithdrawalId } from '@keyfall/contracts';
import type { PayeeInput } from '@keyfall/contracts/withdrawal-schemas';
import { uuidv7 } from 'uuidv7';
import type { Ctx, DistributorPrincipal } from '../../context.ts';
import { sweepRelease } from '../../orders/index.ts';
import type { SaleWorld, TestDistributor } from '../../orders/testing/sale-world.ts';
import { secret } from '../../secret.ts';
import {
  createPayoutAccount,
  previewWithdrawal,
  requestWithdrawal,
  savePayee,
  type RequestedWithdrawal,
} from '../index.ts';

const NIL = '00000000-0000-0000-0000-000000000000';
export const HOLDER = '上海云仓科技有限公司';

/** One distributor that can take money out: its owner, a payee past its cooling-off, and rules a test may change. */
export class WithdrawalScene {
  readonly world: SaleWorld;
  readonly distributor: TestDistributor;
  readonly owner: Ctx<DistributorPrincipal>;
  payeeId = '' as PayeeId;
  /** The sandbox rail's account and a bank told by file. */
  railAccountId = '';
  bankAccountId = '';

  constructor(world: SaleWorld, distributor: TestDistributor) {
    this.world = world;
    this.distributor = distributor;
    this.owner = world.distributorStaff(distributor);
  }

  async arrange(): Promise<this> {
    const { world, distributor } = this;
    await world.insert('tenancy.distributor_profile', { distributor_id: distributor.id, legal_name: HOLDER });
    this.payeeId = await this.addPayee();
    await this.coolOff();
    const operator = world.ctx({ kind: 'system', tenantId: world.tenantId, actor: 'operator' });
    const rail = { provider: 'sandbox', name: `Rail ${uuidv7()}`, config: {}, apiKey: secret('key') } as const;
    this.railAccountId = (await createPayoutAccount(operator, rail)).accountId;
    const bank = { provider: 'bank_file', name: `Bank ${uuidv7()}` } as const;
    this.bankAccountId = (await createPayoutAccount(operator, bank)).accountId;
    return this;
  }

  async addPayee(change: Partial<PayeeInput> = {}): Promise<PayeeId> {
    const { payeeId } = await savePayee(this.owner, {
      kind: 'bank_account',
      holder: HOLDER,
      number: `6222${Math.floor(Math.random() * 1e12)
        .toString()
        .padStart(12, '0')}`,
      bankName: '招商银行',
      ...change,
    });
    return payeeId;
  }

  async coolOff(): Promise<void> {
    await this.world.sql('update withdrawals.payee set usable_from = app.now() where tenant_id = $1', [
      this.world.tenantId,
    ]);
  }

  /** The wholesaler's rules; amounts in minor units. */
  async setPolicy(columns: Readonly<Record<string, unknown>>): Promise<void> {
    await this.world.sql('delete from withdrawals.policy where tenant_id = $1', [this.world.tenantId]);
    await this.world.insert('withdrawals.policy', columns);
  }

  /** Income that is available, out of nowhere. */
  async fund(amount: bigint): Promise<void> {
    await this.post(['2020', '3010'], [-amount, amount]);
  }

  /** A debt, out of nowhere. */
  async indebt(amount: bigint): Promise<void> {
    await this.post(['1210', '3010'], [amount, -amount]);
  }

  private async post(codes: readonly string[], amounts: readonly bigint[]): Promise<void> {
    await this.world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      this.world.tenantId,
      `test:${uuidv7()}`,
      'adjustment',
      'CNY',
      codes,
      [this.distributor.id, NIL],
      amounts,
    ]);
  }

  /** Every hold is over and what it held is released. */
  async release(): Promise<void> {
    const { world } = this;
    await world.sql(`update orders.commission_line set release_at = app.now() where tenant_id = $1`, [world.tenantId]);
    await sweepRelease(world.core, world.tenantId, 'test');
  }

  /** Looks at the figures, then signs them. */
  async ask(amount: bigint, clientRef: string = uuidv7()): Promise<RequestedWithdrawal> {
    const wish = { payeeId: this.payeeId, amount, currency: 'CNY' };
    const shown = await previewWithdrawal(this.owner, wish);
    const minor = (text: string): bigint => BigInt(text.replace('.', ''));
    return await requestWithdrawal(this.owner, {
      ...wish,
      clientRef,
      signed: {
        fee: minor(shown.fee.amount),
        taxWithheld: minor(shown.taxWithheld.amount),
        net: minor(shown.net.amount),
      },
    });
  }

  async stateOf(id: WithdrawalId): Promise<string> {
    const rows = await this.world.sql<{ state: string }>('select state from withdrawals.withdrawal where id = $1', [
      id,
    ]);
    return rows[0]?.state ?? 'missing';
  }

  /** Minutes become seconds: every question that waits is due now. */
  async makeDue(): Promise<void> {
    await this.world.sql(
      'update withdrawals.withdrawal set next_try_at = app.now() where tenant_id = $1 and next_try_at is not null',
      [this.world.tenantId],
    );
  }

  async eventsOf(id: WithdrawalId): Promise<string[]> {
    const rows = await this.world.sql<{ kind: string }>(
      'select kind from withdrawals.event where withdrawal_id = $1 order by created_at, id',
      [id],
    );
    return rows.map((row) => row.kind);
  }

  /** A journal by its key: account → signed amount; accounts of the chain by level. */
  async journalOf(idemKey: string): Promise<Record<string, bigint>> {
    const rows = await this.world.sql<{ code: string; owner: string; amount: bigint }>(
      `select e.account_code as code, e.owner_id as owner, e.amount from ledger.entry e
         join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id where j.tenant_id = $1 and j.idem_key = $2`,
      [this.world.tenantId, idemKey],
    );
    return Object.fromEntries(
      rows.map((row) => {
        const level = this.world.chain.findIndex((one) => one.id === row.owner);
        return [level >= 0 ? `${row.code} L${level + 1}` : row.code, row.amount];
      }),
    );
  }
}
