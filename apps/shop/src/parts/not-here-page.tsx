import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import classes from './page.module.css';

/** An address that leads nowhere, or to what this shop does not sell. */
export function NotHerePage(): ReactNode {
  const t = useT('shop');
  return (
    <div className={classes['page']}>
      <h1 className={classes['hiddenTitle']} data-page-title>
        {t('common:messages.notFoundTitle')}
      </h1>
      <EmptyState
        icon={<IconMapQuestion size={28} />}
        title={t('common:messages.notFoundTitle')}
        description={t('common:messages.notFoundHelp')}
        action={
          <Button component="a" href={links.home}>
            {t('common:messages.goHome')}
          </Button>
        }
      />
    </div>
  );
}
