import { queryClient, trpc } from '../api.ts';
import { TREE_KEY } from './use-distributor-tree.ts';

/** Everything that shows distributors asks again. */
export async function refreshDistributors(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: trpc.distributors.pathKey() }),
    queryClient.invalidateQueries({ queryKey: trpc.tree.pathKey() }),
    queryClient.invalidateQueries({ queryKey: TREE_KEY }),
  ]);
}
