import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

const COMPRESSIBLE = /\.(?:css|html|js|json|map|svg|txt|webmanifest|wasm)$/;
/** Below this a compressed file saves no packet on the wire. */
const SMALLEST_BYTES = 512;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Writes `x.br` and `x.gz` beside every text file of the build, so that the server compresses nothing per request. */
export function precompress(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'keyfall:precompress',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const folder = path.resolve(config.root, config.build.outDir);
      const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
      await Promise.all(files.map((file) => compressFile(path.join(folder, file))));
    },
  };
}

async function compressFile(file: string): Promise<void> {
  if (!COMPRESSIBLE.test(file)) return;
  const content = await fs.promises.readFile(file);
  if (content.length < SMALLEST_BYTES) return;
  const brotli = toBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
  await fs.promises.writeFile(`${file}.br`, await brotli);
  await fs.promises.writeFile(`${file}.gz`, await toGzip(content, { level: constants.Z_BEST_COMPRESSION }));
}
