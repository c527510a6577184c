import { queryClient, trpc } from '../api.ts';

/** Everything a decision changes: the queue, payees, files, debts. */
export async function refreshWithdrawals(): Promise<void> {
  await Promise.all(
    [trpc.withdrawals, trpc.payees, trpc.debts].map((area) =>
      queryClient.invalidateQueries({ queryKey: area.pathKey() }),
    ),
  );
}
