import { Worker } from 'node:worker_threads';
import type { Brand } from '@keyfall/contracts';
import type { IconShape } from './brand-icon.ts';

export interface LogoIconsJob {
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly corners: Brand['corners'];
  readonly icons: Readonly<Record<string, { readonly side: number; readonly shape: IconShape }>>;
}

const TIMEOUT_MS = 20_000;
const HEAP_MB = 256;

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws the icons of a shop out of its logo, in a thread of its own, one shop at a time, within bounded time and memory.
 * Undefined when the logo cannot be drawn.
 */
export async function drawLogoIcons(job: LogoIconsJob): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const mine = last.then(() => drawInThread(job));
  // One that could not even be begun holds up no other.
  last = mine.catch(() => undefined);
  return await mine;
}

async function drawInThread(job: LogoIconsJob): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const worker = new Worker(new URL('./logo-icons.worker.ts', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const timer = setTimeout(() => void worker.terminate(), TIMEOUT_MS);
  try {
    return await new Promise((resolve) => {
      worker.once('message', (icons: ReadonlyMap<string, Uint8Array>) =>
        resolve(new Map([...icons].map(([file, icon]) => [file, Buffer.from(icon)]))),
      );
      worker.once('error', () => resolve(undefined));
      worker.once('exit', () => resolve(undefined));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
