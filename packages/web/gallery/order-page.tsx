import { CodeText, CopyButton, KeyValueList, Money, StateBadge } from '@keyfall/ui';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from './say.ts';
import classes from './shop.module.css';

/** The screen everything is about: the code, at arm's length, one tap to copy. */
export function OrderPage(): ReactNode {
  const say = useSay();
  return (
    <div className={classes['shop']}>
      <main className={classes['order']}>
        <StateBadge tone="success">{say('已发货', 'Delivered')}</StateBadge>
        <h1 className={classes['title']}>{say('视频会员 · 12 个月', 'Video VIP · 12 months')}</h1>
        <div className={classes['codeCard']}>
          <span className={classes['quiet']}>{say('卡号', 'Number')}</span>
          <CodeText size="display" value="8613527788996021" label={say('卡号', 'Number')} />
          <span className={classes['quiet']}>{say('密码', 'Secret')}</span>
          <CodeText size="display" value="AB3D9KLM22XQ" label={say('密码', 'Secret')} canCopy={false} />
          <CopyButton text="AB3D9KLM22XQ" variant="button" fullWidth label={say('复制密码', 'Copy the secret')} />
          <Button variant="default" size="lg" fullWidth>
            {say('去兑换', 'Redeem')}
          </Button>
        </div>
        <KeyValueList
          items={[
            { label: say('订单号', 'Order'), value: '7F3K 00Q9 XW2M 8AC' },
            { label: say('实付', 'Paid'), value: <Money amount="198.00" currency="CNY" />, strong: true },
          ]}
        />
      </main>
      <section className={classes['payBar']} aria-label={say('付款', 'Payment')}>
        <Money amount="198.00" currency="CNY" size="large" />
        <Button size="lg">{say('再次购买', 'Buy again')}</Button>
      </section>
    </div>
  );
}
