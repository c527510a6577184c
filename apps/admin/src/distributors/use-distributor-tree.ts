import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { client } from '../api.ts';
import type { Outputs } from '../api.ts';

export type DistributorRow = Outputs['distributors']['list']['items'][number];

/** More than this is searched, not looked at. */
const NODES_MAX = 1_000;
const PAGE = 200;

async function childrenOf(parentId: string): Promise<DistributorRow[]> {
  const rows: DistributorRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Outputs['distributors']['list'] = await client.distributors.list.query({
      parentId,
      limit: PAGE,
      cursor,
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < NODES_MAX);
  return rows;
}

/** The whole tree, level by level, up to a thousand distributors. */
async function readTree(): Promise<readonly DistributorRow[]> {
  const house = await client.distributors.list.query({ limit: 1 });
  const all: DistributorRow[] = [...house.items];
  let level = [...house.items];
  while (level.length > 0 && all.length < NODES_MAX) {
    const parents = level.filter((row) => row.children > 0);
    level = (await Promise.all(parents.map((row) => childrenOf(row.id)))).flat();
    all.push(...level);
  }
  return all;
}

export const TREE_KEY = ['distributor-tree'];

export function useDistributorTree(): UseQueryResult<readonly DistributorRow[]> {
  return useQuery({ queryKey: TREE_KEY, queryFn: readTree });
}
