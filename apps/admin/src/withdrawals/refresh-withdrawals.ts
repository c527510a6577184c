import { queryClient, trpc } from '../api.ts';

/** Everything a decision changes: the queue, payees, files, debts, settlements, wallets. */
export async function refreshWithdrawals(): Promise<void> {
  await Promise.all(
    [trpc.withdrawals, trpc.payees, trpc.debts, trpc.closings, trpc.wallets, trpc.tree, trpc.alerts].map((area) =>
      queryClient.invalidateQueries({ queryKey: area.pathKey() }),
    ),
  );
}
