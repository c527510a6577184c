import { useFormat, useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { Card } from '../parts/card.tsx';
import classes from './former-children.module.css';

/** Who stood directly below and no longer does, with what each brought; nothing is shown where there is nobody. */
export function FormerChildren(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const query = useQuery({ ...trpc.downline.former.queryOptions(), enabled: can('commissions.read') });
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <Card title={t('downline.former')} help={t('downline.formerHelp')}>
      <ul className={classes['list']} aria-label={t('downline.former')}>
        {query.data.map((child) => (
          <FormerChild key={`${child.name}/${child.since}`} child={child} />
        ))}
      </ul>
    </Card>
  );
}

function FormerChild({ child }: { readonly child: Outputs['downline']['former'][number] }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  return (
    <li>
      <div>
        <strong>{child.name}</strong>
        <span>{t('downline.formerTime', { since: format.date(child.since), until: format.date(child.until) })}</span>
      </div>
      <div>
        {child.income.length === 0 ? <span>{t('downline.formerNothing')}</span> : null}
        {child.income.map(({ units, income }) => (
          <p key={income.currency}>
            <span>{t('downline.formerUnits', { count: units })}</span> <Money {...income} />
          </p>
        ))}
      </div>
    </li>
  );
}
