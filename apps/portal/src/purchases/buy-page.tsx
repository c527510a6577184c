import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useNavigation, useTitle } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { useCallback, useMemo } from 'react';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { CartCard } from './cart-card.tsx';
import { GoodsList } from './goods-list.tsx';
import { useCart, type Goods } from './use-cart.ts';
import classes from './purchases.module.css';

/** Chooses goods and quantities, shows what they cost now, and buys them from the wallet. */
export function BuyPage(): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const { navigate } = useNavigation();
  useTitle(t('purchases.buy'), usePortalSession().distributor.name);
  const cart = useCart();
  const { add } = cart;
  const chosen = useMemo(() => new Set(cart.lines.map((line) => line.goods.skuId)), [cart.lines]);
  const onAdd = useCallback((goods: Goods) => add(goods), [add]);
  const onBought = async (orderNo: string): Promise<void> => {
    toast.success(t('purchases.bought'));
    await queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
    await queryClient.invalidateQueries({ queryKey: trpc.purchases.list.pathKey() });
    navigate(`/purchases/${orderNo}`);
  };
  return (
    <>
      <PageHeader
        title={t('purchases.buy')}
        description={t('purchases.help')}
        back={{ href: '/purchases', label: t('purchases.back') }}
      />
      <div className={classes['buy']}>
        <GoodsList chosen={chosen} onAdd={onAdd} />
        <div className={classes['side']}>
          <CartCard cart={cart} onBought={(orderNo) => void onBought(orderNo)} />
        </div>
      </div>
    </>
  );
}
