/** A bug that is planted in a copy of the checkout to see whether it is found. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Every occurrence is replaced; there must be one. */
  readonly from: string;
  readonly to: string;
  /** A run of random blows over the mutated product, one at its named points, or a test of the rules that it breaks. */
  readonly foundBy: 'run' | 'points' | { readonly test: string };
  /** What is said when it is found: failing for another reason finds nothing. */
  readonly says: RegExp;
}

/**
 * One for each thing that keeps money and codes safe. What a dropped policy lets through is tried policy by policy in
 * packages/db/test/policy-mutation.int.test.ts.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'money is recognised as often as it is reported',
    file: 'packages/db/functions/payments.capture.sql',
    from: '  select a.id, a.order_id, a.top_up_id into v_attempt, v_order, v_top_up',
    to: `  if exists (select from payments.receipt r where r.tenant_id = p_tenant and r.account_id = p_account and r.provider_txn = p_txn) then
    p_txn := p_txn || '#' || p_receipt; v_key := 'pay:' || p_account || ':' || p_txn;
  end if;
  select a.id, a.order_id, a.top_up_id into v_attempt, v_order, v_top_up`,
    foundBy: 'run',
    says: /money that never was/,
  },
  {
    name: 'codes are taken whatever their state',
    file: 'packages/db/functions/inventory.take_codes.sql',
    from: `and c.state = 'available'`,
    to: `and c.state is not null`,
    foundBy: 'run',
    says: /not settled|stuck|codes:|I\d\d/,
  },
  {
    name: 'movements are folded and stay',
    file: 'packages/db/functions/ledger.fold.sql',
    from: 'delete from ledger.delta d using pick where d.tenant_id = p_tenant and d.id = pick.id returning d.account_id, d.amount',
    to: 'select d.account_id, d.amount from ledger.delta d, pick where d.tenant_id = p_tenant and d.id = pick.id',
    foundBy: 'run',
    says: /I\d\d/,
  },
  {
    name: 'commits are answered before they are on disk',
    file: 'packages/db/src/cluster.ts',
    from: `    log_min_error_statement: 'panic',`,
    to: `    log_min_error_statement: 'panic',
    synchronous_commit: 'off',
    wal_writer_delay: '10s',
    wal_writer_flush_after: '1GB',`,
    foundBy: 'run',
    says: /(?:order|money) lost/,
  },
  {
    name: 'income is released by the clock of the program',
    file: 'packages/core/src/orders/release-queries.ts',
    from: 'c.release_at <= app.now()',
    to: 'c.release_at <= ${new Date()}::timestamptz',
    foundBy: 'points',
    says: /insufficient_available/,
  },
  {
    name: 'each refund takes its ratio of what was earned',
    file: 'packages/core/src/orders/refund-plan.rules.ts',
    from: 'clawedTotal({ payable, refunded, earned })',
    to: 'takenBefore + (earned * returnedCash) / payable',
    foundBy: { test: 'packages/core/src/orders/refund-plan.rules.test.ts' },
    says: /claws every earner of a fully delivered line exactly its share/,
  },
];
