import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const configFile = fileURLToPath(new URL('../gallery/vite.config.ts', import.meta.url));

export interface ServedGallery {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Builds the gallery into a folder of its own (test files run beside each other) and serves it on a free port. */
export async function serveGallery(folder: string): Promise<ServedGallery> {
  await build({ configFile, logLevel: 'error', build: { outDir: folder } });
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  return { origin: server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '', close: () => server.close() };
}
