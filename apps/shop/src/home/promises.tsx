import { useT } from '@keyfall/i18n';
import { IconBolt, IconHistory, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './home.module.css';

/** What a buyer may rely on, in three short lines. */
export function Promises(): ReactNode {
  const t = useT('shop');
  const promises = [
    { icon: IconBolt, title: t('home.instant'), help: t('home.instantHelp') },
    { icon: IconShieldCheck, title: t('home.safe'), help: t('home.safeHelp') },
    { icon: IconHistory, title: t('home.again'), help: t('home.againHelp') },
  ];
  return (
    <ul className={classes['promises']} aria-label={t('home.promises')}>
      {promises.map(({ icon: Icon, title, help }) => (
        <li key={title}>
          <Icon size={20} aria-hidden />
          <span>
            <strong>{title}</strong>
            <small>{help}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
