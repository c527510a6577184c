import { useCan } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

export type Downline = Outputs['downline']['list'];
export type DownlineNode = Downline['nodes'][number];
export type DownlineIncome = Outputs['downline']['income'];

/** What was earned through each direct child in 30 days; not asked for readers who may not see income. */
export function useDownlineIncome(): UseQueryResult<DownlineIncome, unknown> {
  const can = useCan();
  return useQuery({ ...trpc.downline.income.queryOptions({ days: 30 }), enabled: can('commissions.read') });
}
