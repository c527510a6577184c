import QRCode from 'qrcode';
import type { ReactNode } from 'react';
import classes from './qr-code.module.css';

const QUIET_ZONE = 3;

export interface QrCodeProps {
  readonly text: string;
  /** What is in it, for those who cannot point a camera at it. */
  readonly label: string;
}

/** A QR code, drawn as one path: dark on white in either scheme, since cameras expect that. */
export function QrCode({ text, label }: QrCodeProps): ReactNode {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + QUIET_ZONE * 2;
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) !== 0) path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
    }
  }
  return (
    <svg
      className={classes['qr']}
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
