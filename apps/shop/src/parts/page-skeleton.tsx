import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

/** A page that is being brought: of the size of what comes. */
export function PageSkeleton(): ReactNode {
  return (
    <div className={classes['page']} aria-hidden="true">
      <Skeleton height={32} width="40%" mb="lg" />
      <Skeleton height={160} radius="lg" mb="md" />
      <Skeleton height={16} mb="xs" />
      <Skeleton height={16} width="70%" />
    </div>
  );
}
