// A thread that makes a shop's icons out of its logo and ends: decoding a large picture takes longer than a request may.
import { parentPort, workerData } from 'node:worker_threads';
import { decodeImage } from './decode-image.ts';
import type { LogoIconsJob } from './draw-logo-icons.ts';
import { drawLogoIcon } from './logo-icon.ts';

const { mime, bytes, corners, icons } = workerData as LogoIconsJob;
const logo = decodeImage(mime, bytes);
parentPort?.postMessage(
  new Map(Object.entries(icons).map(([file, { side, shape }]) => [file, drawLogoIcon(logo, corners, side, shape)])),
);
