import { queryClient, trpc } from '../api.ts';

/** Everything that follows from the rules is read again: the rules, margins, models, and alerts that a change closed. */
export async function refreshIncomeRules(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: trpc.incomeRules.pathKey() }),
    queryClient.invalidateQueries({ queryKey: trpc.alerts.pathKey() }),
  ]);
}
