import { createHash } from 'node:crypto';
import { imageSize } from 'image-size';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';

export const IMAGE_BYTES_MAX = 2 * 1024 * 1024;
const SIDE_PX_MAX = 4096;
const MIME_OF = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' } as const;

/**
 * Keeps a picture of a product or a brand: PNG, JPEG or WebP by its own bytes (the name and type that came with it count
 * for nothing), at most 2 MB and 4096 px a side. A distributor's picture is its own; the same bytes are kept once.
 *
 * @throws DomainError image_invalid, payload_too_large
 */
export async function uploadImage(ctx: Ctx, bytes: Uint8Array): Promise<{ readonly id: string }> {
  if (bytes.byteLength > IMAGE_BYTES_MAX) throw new DomainError('payload_too_large', { bytesMax: IMAGE_BYTES_MAX });
  const { mime, width, height } = inspect(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const owner = ctx.principal.kind === 'distributor' ? ctx.principal.distributorId : null;
  return await asService(ctx, async (tx) => {
    const same = await tx
      .selectFrom('catalog.image')
      .select('id')
      .where('sha256', '=', sha256)
      .where('owner_distributor_id', owner === null ? 'is' : '=', owner)
      .executeTakeFirst();
    if (same) return same;
    const id = uuidv7();
    await tx
      .insertInto('catalog.image')
      .values({ id, owner_distributor_id: owner, sha256, mime, width, height, bytes: Buffer.from(bytes) })
      .execute();
    await recordAudit(tx, ctx, {
      action: 'catalog.upload_image',
      subjectKind: 'image',
      subjectId: id,
      data: { mime, width, height },
    });
    return { id };
  });
}

function inspect(bytes: Uint8Array): { mime: (typeof MIME_OF)[keyof typeof MIME_OF]; width: number; height: number } {
  let found: ReturnType<typeof imageSize>;
  try {
    found = imageSize(bytes);
  } catch {
    throw new DomainError('image_invalid', { reason: 'unreadable' });
  }
  const { type, width, height } = found;
  if (type !== 'png' && type !== 'jpg' && type !== 'webp') throw new DomainError('image_invalid', { reason: 'type' });
  if (!(width >= 1 && height >= 1 && width <= SIDE_PX_MAX && height <= SIDE_PX_MAX)) {
    throw new DomainError('image_invalid', { reason: 'size' });
  }
  return { mime: MIME_OF[type], width, height };
}
