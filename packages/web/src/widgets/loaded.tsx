import { ErrorState } from '@keyfall/ui';
import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../errors/error-notice.ts';

/** As much of a query's result as is needed; any `useQuery` result fits. */
export interface LoadedQuery<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

export interface LoadedProps<Data> {
  readonly query: LoadedQuery<Data>;
  readonly children: (data: Data) => ReactNode;
  /** Of the size of what comes, so that nothing jumps. */
  readonly skeleton?: ReactNode;
}

/** Skeleton while the first load runs, the error with a retry when there is nothing to show, else the data (old data stays). */
export function Loaded<Data>({ query, children, skeleton }: LoadedProps<Data>): ReactNode {
  const noticeOf = useErrorNotice();
  if (query.data !== undefined) return children(query.data);
  const notice = noticeOf(query.error);
  if (notice !== undefined) return <ErrorState error={notice} onRetry={() => void query.refetch()} />;
  return (
    skeleton ?? (
      <Stack gap="sm" aria-hidden="true">
        <Skeleton height={20} width="40%" />
        <Skeleton height={14} />
        <Skeleton height={14} width="80%" />
      </Stack>
    )
  );
}
