import { GeneratedCover } from '@keyfall/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';

export interface ProductCoverProps {
  readonly seed: string;
  readonly name: string;
  readonly imageId: string | null;
  readonly caption?: string;
}

/** The product's picture, or a cover drawn in the brand's colours; also where the picture is no longer to be had. */
export function ProductCover({ seed, name, imageId, caption }: ProductCoverProps): ReactNode {
  const [gone, setGone] = useState<string | undefined>(undefined);
  if (imageId !== null && imageId !== gone) {
    return <img src={`/img/${imageId}`} alt="" loading="lazy" decoding="async" onError={() => setGone(imageId)} />;
  }
  const given = caption === undefined || caption === '' ? {} : { caption };
  return <GeneratedCover seed={seed} name={name} accent={shop.brand.accent} {...given} />;
}
