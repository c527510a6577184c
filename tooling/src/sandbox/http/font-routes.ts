import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { cors } from 'hono/cors';

const FOLDER = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));
const KEEP = 'public, max-age=86400';

/**
 * A Chinese font for machines that have none; browsers fetch only the slices a page needs. Any origin may read it, since
 * a mail is shown in a document that has no origin.
 */
export function fontRoutes(): Hono {
  const app = new Hono();
  app.use(cors({ origin: '*' }));

  app.get('/:sheet{(?:400|700)\\.css}', async (c) => {
    const text = await readFile(join(FOLDER, c.req.param('sheet')), 'utf8');
    return c.body(text, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': KEEP });
  });

  app.get('/files/:name{[a-z0-9-]{1,80}\\.woff2}', async (c) => {
    const file = join(FOLDER, 'files', c.req.param('name'));
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return c.notFound();
    return c.body(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, 200, {
      'content-type': 'font/woff2',
      'cache-control': KEEP,
    });
  });
  return app;
}
