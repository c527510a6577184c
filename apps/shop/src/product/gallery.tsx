import { useT } from '@keyfall/i18n';
import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { ProductCover } from '../parts/product-cover.tsx';
import classes from './gallery.module.css';

export interface GalleryProps {
  readonly seed: string;
  readonly name: string;
  readonly imageIds: readonly string[];
  /** Written on the drawn cover. */
  readonly caption: string;
}

/** The product's pictures: one large, the others below as tabs that arrow keys walk. One or none is just a cover. */
export function Gallery({ seed, name, imageIds, caption }: GalleryProps): ReactNode {
  const t = useT('shop');
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const thumbs = useRef<HTMLDivElement>(null);
  const at = Math.max(0, imageIds.indexOf(chosen ?? ''));
  const shown = imageIds[at] ?? null;
  const go = (place: number): void => {
    const next = (place + imageIds.length) % imageIds.length;
    setChosen(imageIds[next]);
    thumbs.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: imageIds.length - 1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    go(place);
  };
  if (imageIds.length < 2) {
    return (
      <div className={classes['picture']}>
        <ProductCover seed={seed} name={name} imageId={shown} caption={caption} />
      </div>
    );
  }
  return (
    <div className={classes['gallery']}>
      <div
        role="tabpanel"
        id="picture"
        className={classes['picture']}
        aria-label={t('product.picture', { number: at + 1, total: imageIds.length })}
      >
        <ProductCover seed={seed} name={name} imageId={shown} caption={caption} />
      </div>
      <div
        ref={thumbs}
        role="tablist"
        tabIndex={-1}
        className={classes['thumbs']}
        aria-label={t('product.pictures')}
        onKeyDown={onKeyDown}
      >
        {imageIds.map((id, index) => (
          <button
            key={id}
            type="button"
            role="tab"
            className={classes['thumb']}
            aria-selected={index === at}
            aria-controls="picture"
            aria-label={t('product.picture', { number: index + 1, total: imageIds.length })}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setChosen(id)}
          >
            <ProductCover seed={seed} name={name} imageId={id} />
          </button>
        ))}
      </div>
    </div>
  );
}
