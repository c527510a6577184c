import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import type { ReactNode } from 'react';
import classes from './page.module.css';

/** A page whose script could not be brought: nearly always the connection. */
export function PageFailed({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const t = useT('shop');
  return (
    <div className={classes['page']}>
      <ErrorState
        error={{ title: t('errors:client.offline'), description: t('errors:client.offlineHint') }}
        onRetry={onRetry}
      />
    </div>
  );
}
