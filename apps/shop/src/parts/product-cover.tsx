import { GeneratedCover } from '@keyfall/ui';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';

export interface ProductCoverProps {
  readonly seed: string;
  readonly name: string;
  readonly imageId: string | null;
  readonly caption?: string;
}

/** The product's picture, or a cover drawn in the brand's colours. */
export function ProductCover({ seed, name, imageId, caption }: ProductCoverProps): ReactNode {
  if (imageId !== null) return <img src={`/img/${imageId}`} alt="" loading="lazy" decoding="async" />;
  const given = caption === undefined || caption === '' ? {} : { caption };
  return <GeneratedCover seed={seed} name={name} accent={shop.brand.accent} {...given} />;
}
