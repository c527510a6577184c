import { isUuid, type ImageId, type ImportId } from '@keyfall/contracts';
import { DomainError } from '@keyfall/core';
import { IMAGE_BYTES_MAX, uploadImage, viewImage } from '@keyfall/core/catalog';
import { writeRejectCsv } from '@keyfall/core/inventory';
import { CHUNK_BYTES_MAX, uploadChunk, writeExport, writeRejectFile } from '@keyfall/core/stock';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { answerFile } from '../http/answer-file.ts';
import type { ApiKit } from '../http/api-kit.ts';
import { checkOrigin } from '../http/check-origin.ts';
import { errorResponse } from '../http/error-response.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { readBounded } from '../http/read-bounded.ts';
import { portalContext, shopContext } from '../http/request-facts.ts';
import { distributorOf, staffOf } from '../http/route-callers.ts';
import { ctxOf } from '../trpc/context.ts';

const offsetSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();

/**
 * What is too large or too raw for the API: pieces of code files, pictures, the file of rejected rows. Bodies are bounded
 * while they are read; who may do what is the same table of permissions.
 */
export function createUploadRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.use('/uploads/*', checkOrigin);
  app.onError((error, c) => errorResponse(c, error, kit.onUnexpected));

  // Pieces are numbered from 0 and may be sent again.
  app.put('/uploads/imports/:id/:seq', async (c) => {
    const ctx = await staffOf(kit, c, 'inventory.import');
    const seq = c.req.param('seq');
    if (!/^\d{1,5}$/.test(seq)) throw new DomainError('validation_failed', {});
    const bytes = await readBounded(c, CHUNK_BYTES_MAX);
    await uploadChunk(ctx, idOf(c) as ImportId, Number(seq), bytes);
    return c.body(null, 204);
  });

  app.get('/uploads/imports/:id/rejects.csv', async (c) => {
    const ctx = await staffOf(kit, c, 'inventory.import');
    if (!ctx.principal.steppedUp) throw new DomainError('step_up_required');
    const pieces = writeRejectCsv(writeRejectFile(ctx, idOf(c) as ImportId));
    return await answerFile(c, 'csv', { name: 'rejected.csv', pieces });
  });

  // A form of the page posts to it: a link could be followed by anybody who makes a browser load it. With `?offset=N` a
  // download that was begun goes on behind so many bytes.
  app.post('/uploads/exports/:id/codes.csv', async (c) => {
    const ctx = await staffOf(kit, c, 'inventory.export');
    const offset = offsetSchema.parse(c.req.query('offset'));
    return await answerFile(c, 'csv', { name: 'codes.csv', pieces: writeExport(ctx, { id: idOf(c), offset }) });
  });

  app.post('/uploads/images', async (c) => {
    const bytes = await readBounded(c, IMAGE_BYTES_MAX);
    const ctx =
      c.get('site') === 'portal' ? await distributorOf(kit, c, 'brand.write') : await staffOf(kit, c, 'catalog.write');
    return c.json(await uploadImage(ctx, bytes), 201);
  });

  app.get('/img/:id', async (c) => {
    const image = await viewImage(await readerCtx(kit, c), idOf(c) as ImageId);
    c.header('content-type', image.mime);
    // Pictures are addressed by their id and never change.
    c.header('cache-control', 'private, max-age=31536000, immutable');
    return c.body(new Uint8Array(image.bytes));
  });
  return app;
}

function idOf(c: Context<ApiHttpEnv>): string {
  const id = c.req.param('id') ?? '';
  if (!isUuid(id)) throw new DomainError('not_found', {});
  return id;
}

async function readerCtx(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<Parameters<typeof viewImage>[0]> {
  switch (c.get('site')) {
    case 'admin':
      return await staffOf(kit, c, 'catalog.read');
    case 'portal': {
      const context = await portalContext(kit, c);
      if (context.principal === null) throw new DomainError('unauthenticated');
      return ctxOf(context, context.principal);
    }
    case 'shop': {
      const context = await shopContext(kit, c);
      return ctxOf(context, context.principal);
    }
    case 'links':
      throw new DomainError('not_found', {});
  }
}
