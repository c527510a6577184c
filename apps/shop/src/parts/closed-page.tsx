import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconDoor } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import classes from './page.module.css';

/** A shop that sells nothing right now. What was bought there stays within reach. */
export function ClosedPage(): ReactNode {
  const t = useT('shop');
  return (
    <div className={classes['page']}>
      <h1 className={classes['hiddenTitle']}>{t('closed.title', { shop: shop.name })}</h1>
      <EmptyState
        icon={<IconDoor size={28} />}
        title={t('closed.title', { shop: shop.name })}
        description={t('closed.help')}
        action={
          <Button component="a" href={links.findOrder}>
            {t('closed.findOrder')}
          </Button>
        }
      />
    </div>
  );
}
