import { useT } from '@keyfall/i18n';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';
import { links } from '../links.ts';
import { useFaceText } from '../parts/face-text.ts';
import { Price } from '../parts/price.tsx';
import { ProductCover } from '../parts/product-cover.tsx';
import classes from './home.module.css';

export type ProductRow = Outputs['catalog']['products']['items'][number];

/** A product in the grid: one big target. */
export function ProductCard({
  product,
  headingLevel,
}: {
  readonly product: ProductRow;
  readonly headingLevel: 2 | 3;
}): ReactNode {
  const t = useT('shop');
  const faceText = useFaceText();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  const isOut = product.stock === 'out';
  return (
    <a href={links.product(product.slug)} className={classes['card']} data-out={isOut || undefined}>
      <span className={classes['cover']}>
        <ProductCover
          seed={product.slug}
          name={product.name}
          imageId={product.imageId}
          caption={product.skus === 1 ? faceText(product.faceValue) : ''}
        />
        {product.stock === 'in_stock' || product.stock === 'manual' ? null : (
          <span className={classes['flag']} data-stock={product.stock}>
            {t(`stock.${product.stock}`)}
          </span>
        )}
      </span>
      <Heading className={classes['cardName']}>{product.name}</Heading>
      <span className={classes['cardPrice']}>
        <PriceFrom price={product.priceFrom} currency={product.currency} many={product.skus > 1} />
      </span>
    </a>
  );
}

function PriceFrom(props: { readonly price: string; readonly currency: string; readonly many: boolean }): ReactNode {
  const t = useT('shop');
  return (
    <>
      {props.many ? <small className={classes['from']}>{t('home.from')}</small> : null}
      <Price price={props.price} currency={props.currency} />
    </>
  );
}
