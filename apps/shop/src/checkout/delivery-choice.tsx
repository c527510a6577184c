import { useT } from '@keyfall/i18n';
import { TextInput } from '@mantine/core';
import { IconBolt, IconCalendarClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useShopTime } from '../parts/shop-time.ts';
import type { DeliveryTime } from './use-delivery-time.ts';
import classes from './checkout.module.css';

export interface DeliveryChoiceProps {
  readonly time: DeliveryTime;
  /** The server knows the time to be past, whatever this browser's clock says. */
  readonly isRefused: boolean;
}

/** At once, or at a time on the shop's clocks; the zone is named, since a buyer may live in another. */
export function DeliveryChoice({ time, isRefused }: DeliveryChoiceProps): ReactNode {
  const t = useT('shop');
  const { moment, zoneName } = useShopTime();
  return (
    <>
      <div className={classes['pair']} role="radiogroup" aria-label={t('checkout.timeTitle')}>
        <label className={classes['method']}>
          <input type="radio" name="when" checked={!time.isLater} onChange={() => time.setLater(false)} />
          <IconBolt size={20} aria-hidden />
          <span>{t('checkout.timeNow')}</span>
        </label>
        <label className={classes['method']}>
          <input type="radio" name="when" checked={time.isLater} onChange={() => time.setLater(true)} />
          <IconCalendarClock size={20} aria-hidden />
          <span>{t('checkout.timeLater')}</span>
        </label>
      </div>
      {time.isLater ? (
        <div className={classes['when']}>
          <TextInput
            type="datetime-local"
            name="deliverAt"
            label={t('checkout.timeLabel', { zone: zoneName })}
            description={t('checkout.timeHelp')}
            required
            withAsterisk={false}
            min={time.min}
            max={time.max}
            value={time.text}
            error={time.error ?? (isRefused ? t('checkout.timePast') : undefined)}
            onChange={(event) => time.setText(event.currentTarget.value)}
          />
          <output>{time.instant === undefined ? '' : t('checkout.timeMeans', { at: moment(time.instant) })}</output>
        </div>
      ) : null}
    </>
  );
}
