import { useT } from '@keyfall/i18n';
import { EmptyState, Markdown } from '@keyfall/ui';
import { Loaded, isError, useNavigation, useTitle } from '@keyfall/web';
import type { PageProps } from '@keyfall/web/router';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { shop } from '../boot.ts';
import { addToCart, setBuyNow } from '../cart/cart-store.ts';
import { links } from '../links.ts';
import { NotHerePage } from '../parts/not-here-page.tsx';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import { QuantityStepper } from '../parts/quantity-stepper.tsx';
import { BuyBar } from './buy-bar.tsx';
import { Gallery } from './gallery.tsx';
import { ProductFacts } from './product-facts.tsx';
import { SkuPicker } from './sku-picker.tsx';
import { StockLine } from './stock-line.tsx';
import { TopUpForm, templateOf } from './top-up-form.tsx';
import { useChoice } from './use-choice.ts';
import type { Choice, ShopProduct } from './use-choice.ts';
import { useLiveStock } from './use-live-stock.ts';
import classes from './product.module.css';

/** Pushes bring changes at once; this is the net below, for a browser whose stream does not come through. */
const STOCK_EVERY_MS = 10_000;

/** A product: choose, see what it costs and whether it is there, buy. */
export function ProductPage({ params }: PageProps<'/p/:slug'>): ReactNode {
  const query = useQuery(
    trpc.catalog.product.queryOptions({ slug: params.slug }, { refetchInterval: STOCK_EVERY_MS, staleTime: 0 }),
  );
  useTitle(query.data?.name, shop.name);
  useLiveStock(query.data);
  if (isError(query.error, 'not_found') || isError(query.error, 'validation_failed')) return <NotHerePage />;
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(product) => <ProductView product={product} />}
    </Loaded>
  );
}

function ProductView({ product }: { readonly product: ShopProduct }): ReactNode {
  const t = useT('shop');
  const choice = useChoice(product);
  if (choice === undefined) {
    return (
      <div className={classes['page']}>
        <h1 className={classes['name']}>{product.name}</h1>
        <EmptyState
          title={t('product.noneTitle')}
          description={t('product.noneHelp')}
          action={
            <Button component="a" href={links.home} variant="default">
              {t('home.showAll')}
            </Button>
          }
        />
      </div>
    );
  }
  return <Chosen product={product} choice={choice} />;
}

function Chosen({ product, choice }: { readonly product: ShopProduct; readonly choice: Choice }): ReactNode {
  const t = useT('shop');
  const { navigate } = useNavigation();
  const [tried, setTried] = useState(false);
  const [added, setAdded] = useState(false);
  const { sku, item } = choice;
  const orPoint = (act: (line: NonNullable<typeof item>) => void): void => {
    if (item !== undefined) {
      act(item);
      return;
    }
    setTried(true);
    // The first field that is missing something: shown once it complains.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus());
  };
  return (
    <article className={classes['page']}>
      <div className={classes['pictures']}>
        <Gallery
          seed={product.slug}
          name={product.name}
          imageIds={product.imageIds}
          caption={sku.range === null ? sku.name : ''}
        />
      </div>
      <div className={classes['choose']}>
        <h1 className={classes['name']} data-page-title>
          {product.name}
        </h1>
        <StockLine choice={choice} />
        <SkuPicker skus={product.skus} choice={choice} />
        <TopUpForm
          template={templateOf(sku.accountTemplate)}
          values={choice.account}
          onChange={choice.setAccount}
          showAll={tried}
        />
        <div className={classes['quantity']}>
          <span className={classes['groupTitle']} aria-hidden="true">
            {t('product.quantity')}
          </span>
          <QuantityStepper
            value={choice.quantity}
            min={sku.minPerOrder}
            max={choice.quantityMax}
            label={t('product.quantity')}
            onChange={choice.setQuantity}
          />
        </div>
        <BuyBar
          choice={choice}
          added={added}
          onBuy={() =>
            orPoint((line) => {
              setBuyNow(line);
              navigate(links.buyNow);
            })
          }
          onAdd={() =>
            orPoint((line) => {
              addToCart(line);
              setAdded(true);
            })
          }
        />
      </div>
      <div className={classes['read']}>
        <section>
          <h2 className={classes['section']}>{t('product.facts')}</h2>
          <ProductFacts sku={sku} />
        </section>
        {product.howto.trim() === '' ? null : (
          <section>
            <h2 className={classes['section']}>{t('product.howto')}</h2>
            <Markdown source={product.howto} />
          </section>
        )}
        {product.description.trim() === '' ? null : (
          <section>
            <h2 className={classes['section']}>{t('product.description')}</h2>
            <Markdown source={product.description} />
          </section>
        )}
      </div>
    </article>
  );
}
