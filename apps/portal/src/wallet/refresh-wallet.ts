import { queryClient, trpc } from '../api.ts';

/** Everything money of the wallet is shown in. */
export async function refreshWallet(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
}
