import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import classes from './frame.module.css';

/** The brand's logo, or its initial on its colour, with its name. */
export function BrandMark(): ReactNode {
  const { logoImageId } = shop.brand;
  return (
    <a href={links.home} className={classes['brand']}>
      {logoImageId === null ? (
        <span className={classes['initial']} aria-hidden="true">
          {[...shop.name.trim()][0]?.toUpperCase() ?? ''}
        </span>
      ) : (
        <img className={classes['logo']} src={`/img/${logoImageId}`} alt="" />
      )}
      <span className={classes['name']}>{shop.name}</span>
    </a>
  );
}
