import { GeneratedCover, LocaleLinks, Money, StateBadge } from '@keyfall/ui';
import { Button, SimpleGrid, TextInput } from '@mantine/core';
import { IconSearch, IconShoppingCart } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUrlState } from '../src/index.ts';
import { useSay } from './say.ts';
import classes from './shop.module.css';

const PRODUCTS: readonly (readonly [string, string, string, string])[] = [
  ['视频会员', 'Video VIP', '198.00', '12 个月'],
  ['音乐会员', 'Music pass', '15.00', '1 个月'],
  ['游戏点券', 'Game points', '648.00', '6480'],
  ['礼品卡', 'Gift card', '97.50', '¥100'],
  ['网盘会员', 'Cloud drive', '68.80', '3 个月'],
  ['话费直充', 'Phone top-up', '49.85', '¥50'],
];

/** How the parts look in a shop of its own brand. The real shop is an app of its own. */
export function ShopPage(): ReactNode {
  const say = useSay();
  const [{ accent = '#2a5bd7' }] = useUrlState('accent');
  return (
    <div className={classes['shop']}>
      <header className={classes['header']}>
        <a className={classes['name']} href="/shop">
          星卡小铺
        </a>
        <TextInput
          className={classes['search']}
          aria-label={say('搜索', 'Search')}
          placeholder={say('搜索商品，支持拼音', 'Search products')}
          leftSection={<IconSearch size={18} aria-hidden />}
        />
        <Button variant="subtle" color="gray" aria-label={say('购物车', 'Cart')}>
          <IconShoppingCart size={20} aria-hidden />
        </Button>
      </header>
      <main className={classes['main']}>
        <h1 className={classes['title']}>{say('热门商品', 'Popular')}</h1>
        <SimpleGrid cols={2} spacing="sm" className={classes['grid'] ?? ''}>
          {PRODUCTS.map(([chinese, english, price, caption], index) => (
            <a key={english} href="/shop/order" className={classes['product']}>
              <div className={classes['cover']}>
                <GeneratedCover seed={english} name={say(chinese, english)} caption={caption} accent={accent} />
              </div>
              <div className={classes['body']}>
                <span className={classes['productName']}>{say(chinese, english)}</span>
                <span className={classes['price']}>
                  <Money amount={price} currency="CNY" size="large" />
                </span>
                <StateBadge tone={index === 2 ? 'warning' : 'success'} variant="dot">
                  {index === 2 ? say('仅剩 3 件', '3 left') : say('自动发货', 'Delivered at once')}
                </StateBadge>
              </div>
            </a>
          ))}
        </SimpleGrid>
      </main>
      <footer className={classes['foot']}>
        <LocaleLinks
          locales={[
            { value: 'zh-CN', label: '简体中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={() => {}}
        />
      </footer>
    </div>
  );
}
