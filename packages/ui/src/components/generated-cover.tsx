import { useId } from 'react';
import type { ReactNode } from 'react';
import { coverArt } from './cover-art.ts';
import type { CoverArt } from './cover-art.ts';
import classes from './generated-cover.module.css';

export interface GeneratedCoverProps {
  /** Something stable of the product (its id), so that its cover never changes. */
  readonly seed: string;
  readonly name: string;
  /** Face value or period, already formatted: “¥100”, “12 个月”. */
  readonly caption?: string;
  /** The brand's accent; covers stay near its hue. */
  readonly accent: string;
  /** Accessible name; empty (default) where the name stands beside the cover anyway. */
  readonly alt?: string;
}

const WIDTH = 400;
const HEIGHT = 250;

function Pattern({ art }: { readonly art: CoverArt }): ReactNode {
  const soft = { fill: 'none', stroke: '#ffffff', strokeOpacity: 0.13, strokeWidth: 1.5 };
  switch (art.pattern) {
    case 0:
      return [60, 105, 150, 195, 240].map((radius) => <circle key={radius} cx={340} cy={30} r={radius} {...soft} />);
    case 1:
      return [0, 1, 2, 3, 4, 5].map((line) => (
        <path key={line} d={`M${180 + line * 44} 260 L${320 + line * 44} -10`} {...soft} />
      ));
    case 2:
      return [0, 1, 2, 3].map((step) => (
        <rect key={step} x={210 + step * 30} y={-60 + step * 30} width={220} height={220} rx={36} {...soft} />
      ));
    case 3:
      return [0, 1, 2, 3, 4].map((wave) => (
        <path
          key={wave}
          d={`M0 ${150 + wave * 22} C 110 ${100 + wave * 22}, 210 ${220 + wave * 22}, 400 ${120 + wave * 22}`}
          {...soft}
        />
      ));
  }
}

/** A cover for a product without a picture: the brand's gradient, the initials, the face value. Drawn, never fetched. */
export function GeneratedCover({ seed, name, caption, accent, alt = '' }: GeneratedCoverProps): ReactNode {
  const gradientId = useId();
  const art = coverArt(seed, name, accent);
  const radians = (art.angle * Math.PI) / 180;
  const [dx, dy] = [Math.sin(radians) / 2, -Math.cos(radians) / 2];
  return (
    <svg
      className={classes['cover']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
    >
      <defs>
        <linearGradient id={gradientId} x1={0.5 - dx} y1={0.5 - dy} x2={0.5 + dx} y2={0.5 + dy}>
          <stop offset="0" stopColor={art.from} />
          <stop offset="1" stopColor={art.to} />
        </linearGradient>
      </defs>
      <rect width={WIDTH} height={HEIGHT} fill={`url(#${gradientId})`} />
      <Pattern art={art} />
      <text x={28} y={92} className={classes['initials']}>
        {art.initials}
      </text>
      {caption === undefined ? null : (
        <text x={28} y={HEIGHT - 28} className={classes['caption']}>
          {caption}
        </text>
      )}
    </svg>
  );
}
