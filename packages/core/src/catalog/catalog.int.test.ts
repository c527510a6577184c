import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { CategoryId, ImageId, ProductId, SkuId } from '@keyfall/contracts';
import { categoryInputSchema, productInputSchema, skuInputSchema } from '@keyfall/contracts/catalog-schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuyerPrincipal, Ctx, StaffPrincipal } from '../context.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { listCostPrices, listShopPrices, setCostPrices, setShopPrices } from '../pricing/index.ts';
import {
  browseCategories,
  browseProducts,
  importCatalog,
  publishProducts,
  readCategories,
  readProductForEdit,
  readProducts,
  removeCategory,
  saveCategory,
  saveProduct,
  saveSku,
  uploadImage,
  viewImage,
  viewProduct,
} from './index.ts';

const SAMPLE = readFileSync(join(import.meta.dirname, '../../../../samples/catalog.csv'), 'utf8');

let world: SaleWorld;
let staff: Ctx<StaffPrincipal>;
let buyer: Ctx<BuyerPrincipal>;
let imported: Awaited<ReturnType<typeof importCatalog>>;

beforeAll(async () => {
  world = await createSaleWorld();
  staff = world.staff();
  buyer = await world.addBuyer();
  imported = await importCatalog(staff, SAMPLE);
  // Everybody of the chain is offered everything, each a little dearer than its parent.
  const skus = await world.sql<{ id: SkuId; unit_cost: string }>(
    `select s.id, c.unit_cost from catalog.sku s join pricing.sku_cost c on c.sku_id = s.id and c.tenant_id = s.tenant_id where s.tenant_id = $1`,
    [world.tenantId],
  );
  for (const distributor of world.chain) {
    const changes = skus.map((sku) => ({
      skuId: sku.id,
      unitPrice: sku.unit_cost.replace(/0+$/, '').replace(/\.$/, ''),
    }));
    await setCostPrices(staff, { distributorId: distributor.id, changes });
  }
});
afterAll(async () => {
  await world.close();
});

const skuIdOf = async (code: string): Promise<SkuId> => {
  const [row] = await world.sql<{ id: SkuId }>('select id from catalog.sku where code = $1 and tenant_id = $2', [
    code,
    world.tenantId,
  ]);
  if (!row) throw new Error(`no SKU ${code}`);
  return row.id;
};

/** A grey square. */
function pngOf(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(side * (side + 1)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SMALLEST_PNG = pngOf(1);

test('the sample is imported whole', () => {
  expect(imported).toMatchObject({ skus: 44, updated: 0, rejected: [] });
});

describe('the catalog of a shop', () => {
  test('shows what is published, priced and offered, by category and by search', async () => {
    const all = await browseProducts(buyer, { limit: 100 });
    expect(all.items.length).toBeGreaterThan(25);
    const video = await browseProducts(buyer, { category: 'video-2', limit: 100 });
    expect(video.items.map((product) => product.name)).toContain('Tencent Video VIP');
    expect((await browseCategories(buyer)).map((category) => category.name)).toContain('Gift cards');
    for (const [query, slug] of [
      ['腾讯视频', 'tencent-video-vip'],
      ['txsp', 'tencent-video-vip'],
      ['tengxun', 'tencent-video-vip'],
      ['steam walet', 'steam-wallet'],
    ] as const) {
      expect((await browseProducts(buyer, { q: query, limit: 10 })).items[0]?.slug).toBe(slug);
    }
    expect((await browseProducts(buyer, { q: '洗衣机', limit: 10 })).items).toEqual([]);
  });

  test('pages without a gap or a repeat', async () => {
    const slugs: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof browseProducts>> = await browseProducts(buyer, { limit: 7, cursor });
      slugs.push(...page.items.map((product) => product.slug));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const all = await browseProducts(buyer, { limit: 200 });
    expect(slugs).toEqual(all.items.map((product) => product.slug));
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  test('tells no cost, no supplier and no upline of a product', async () => {
    const product = await viewProduct(buyer, 'tencent-video-vip');
    expect(product.skus.map((sku) => [sku.code, sku.unitPrice])).toEqual([
      ['TVV-1MONTH', '25.00'],
      ['TVV-3MONTHS', '68.00'],
      ['TVV-12MONTHS', '238.00'],
    ]);
    expect(JSON.stringify(product)).not.toMatch(/17\.5|cost|distributor|tenant/i);
    const coins = await viewProduct(buyer, 'q-coins');
    expect(coins.skus[0]).toMatchObject({ kind: 'top_up', stock: 'manual', accountTemplate: 'qq:digits(5-11)' });
  });

  test('hides what is withdrawn, scheduled for later, over, or without a price', async () => {
    const [row] = await world.sql<{ id: ProductId }>(
      `select id from catalog.product where slug = 'iqiyi-gold-vip' and tenant_id = $1`,
      [world.tenantId],
    );
    const id = row?.id as ProductId;
    const isShown = async (): Promise<boolean> =>
      (await browseProducts(buyer, { q: '爱奇艺', limit: 5 })).items.length > 0;
    expect(await isShown()).toBe(true);
    await publishProducts(staff, { ids: [id], status: 'unpublished' });
    expect(await isShown()).toBe(false);
    await publishProducts(staff, { ids: [id], status: 'published' });
    const window = async (from: string | null, until: string | null) =>
      world.sql(
        'update catalog.product set publish_at = $2::timestamptz, unpublish_at = $3::timestamptz where id = $1',
        [id, from, until],
      );
    await window('2999-01-01', null);
    expect(await isShown()).toBe(false);
    await window(null, '2020-01-01');
    expect(await isShown()).toBe(false);
    await window('2020-01-01', '2999-01-01');
    expect(await isShown()).toBe(true);
    await expect(viewProduct(buyer, 'amazon-gift-card')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('editing', () => {
  const category = () => categoryInputSchema.parse({ slug: 'extra', nameZh: '其他', nameEn: 'Extra' });

  test('makes, changes and publishes a product with its SKUs; the second of two editors is told', async () => {
    const { id: categoryId } = await saveCategory(staff, null, category());
    const input = productInputSchema.parse({ categoryId, slug: 'new-one', nameZh: '新商品', nameEn: 'New one' });
    const { id } = await saveProduct(staff, null, input);
    const sku = skuInputSchema.parse({
      code: 'NEW-1',
      nameZh: '一',
      nameEn: 'one',
      kind: 'card_code',
      currency: 'CNY',
      suggested: '10.00',
      unitCost: '8',
    });
    const { id: skuId } = await saveSku(staff, { productId: id as ProductId }, sku);
    const product = await readProductForEdit(staff, id as ProductId);
    expect(product).toMatchObject({ status: 'draft', nameEn: 'New one' });
    expect(product.skus[0]).toMatchObject({ code: 'NEW-1', suggested: '10', unitCost: '8' });
    await saveProduct(staff, { id: id as ProductId, version: product.version }, { ...input, nameEn: 'Renamed' });
    await expect(saveProduct(staff, { id: id as ProductId, version: product.version }, input)).rejects.toMatchObject({
      code: 'version_conflict',
    });
    expect((await readProducts(staff, { q: 'Renamed', limit: 5 })).items[0]?.id).toBe(id);
    expect((await readProducts(staff, { q: 'new-1', limit: 5 })).items[0]?.id).toBe(id);
    const support = world.staff('support');
    expect((await readProductForEdit(support, id as ProductId)).skus[0]?.unitCost).toBeNull();
    await expect(saveSku(staff, { productId: id as ProductId }, sku)).rejects.toMatchObject({ code: 'already_exists' });
    await expect(
      saveSku(
        staff,
        { id: skuId as SkuId, version: product.skus[0]?.version ?? '0' },
        { ...sku, floor: '12', ceiling: '11' },
      ),
    ).rejects.toMatchObject({ code: 'price_invalid' });
    await expect(removeCategory(staff, categoryId as CategoryId)).rejects.toMatchObject({ code: 'category_not_empty' });
    expect((await readCategories(staff)).find((one) => one.id === categoryId)?.products).toBe(1);
  });

  test('keeps kind and currency of a SKU that holds codes', async () => {
    const id = await skuIdOf('MT-1MONTH');
    await world.addCodes(id, 1);
    const [row] = await world.sql<{ version: bigint }>('select version from catalog.sku where id = $1', [id]);
    const sku = skuInputSchema.parse({
      code: 'MT-1MONTH',
      nameZh: '月卡',
      nameEn: '1 month',
      kind: 'link',
      currency: 'CNY',
    });
    await expect(saveSku(staff, { id, version: String(row?.version) }, sku)).rejects.toMatchObject({ code: 'in_use' });
  });

  test('importing the same file again changes what is there and makes nothing new', async () => {
    expect(await importCatalog(staff, SAMPLE)).toMatchObject({ categories: 0, products: 0, skus: 0, updated: 44 });
  });

  test('takes pictures by their bytes, not by their names', async () => {
    const { id } = await uploadImage(staff, SMALLEST_PNG);
    expect((await uploadImage(staff, SMALLEST_PNG)).id).toBe(id);
    expect((await viewImage(staff, id)).mime).toBe('image/png');
    await expect(viewImage(buyer, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(uploadImage(staff, Buffer.from('<svg onload=alert(1)>'))).rejects.toMatchObject({
      code: 'image_invalid',
    });
    await expect(uploadImage(staff, Buffer.alloc(3_000_000))).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  test('a product has several pictures in an order, the first as its cover, and the shop shows them with it', async () => {
    const slug = 'tencent-video-vip';
    const productId = (await viewProduct(buyer, slug)).id as ProductId;
    const pictures: ImageId[] = [];
    for (const side of [2, 3, 4]) pictures.push((await uploadImage(staff, pngOf(side))).id as ImageId);
    const save = async (imageIds: readonly ImageId[]): Promise<void> => {
      const { version, ...product } = await readProductForEdit(staff, productId);
      await saveProduct(staff, { id: productId, version }, productInputSchema.parse({ ...product, imageIds }));
    };
    await save(pictures);
    expect((await viewProduct(buyer, slug)).imageIds).toEqual(pictures);
    for (const id of pictures) expect((await viewImage(buyer, id)).mime).toBe('image/png');
    const turned = pictures.toReversed();
    await save(turned);
    expect((await readProductForEdit(staff, productId)).imageIds).toEqual(turned);
    const row = (await browseProducts(buyer, { q: '腾讯视频', limit: 1 })).items[0];
    expect(row?.imageId).toBe(turned[0]);

    await publishProducts(staff, { ids: [productId], status: 'unpublished' });
    for (const id of pictures) await expect(viewImage(buyer, id)).rejects.toMatchObject({ code: 'not_found' });
    await publishProducts(staff, { ids: [productId], status: 'published' });
    await save(turned.slice(0, 1));
    await expect(viewImage(buyer, pictures[0] ?? '')).rejects.toMatchObject({ code: 'not_found' });
    expect((await viewProduct(buyer, slug)).imageIds).toEqual([pictures[2]]);

    const nobodys = '018f0000-0000-7000-8000-000000000000' as ImageId;
    await expect(save([pictures[0]!, nobodys])).rejects.toMatchObject({ code: 'not_found' });
    expect(productInputSchema.shape.imageIds.safeParse([pictures[0], pictures[0]]).success).toBe(false);
  });

  test('another tenant finds nothing of it', async () => {
    const other = (await addTenantWorld(world.database)).staff();
    const [row] = await world.sql<{ id: ProductId; version: bigint }>(
      `select id, version from catalog.product where slug = 'q-coins' and tenant_id = $1`,
      [world.tenantId],
    );
    const id = row?.id as ProductId;
    await expect(readProductForEdit(other, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await publishProducts(other, { ids: [id], status: 'unpublished' })).toEqual({ changed: 0 });
    await expect(
      saveSku(
        other,
        { productId: id },
        skuInputSchema.parse({ code: 'X', nameZh: 'x', nameEn: 'x', kind: 'link', currency: 'CNY' }),
      ),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(setCostPrices(other, { distributorId: world.chain[0]!.id, changes: [] })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('prices along the chain', () => {
  test('a price below the parent’s cost is refused, a rise from above lifts, and the shop is told', async () => {
    const skuId = await skuIdOf('SW-50CNY');
    const [l1, l2, l3] = world.chain;
    const set = (distributorId: string, unitPrice: string | null) =>
      setCostPrices(staff, { distributorId: distributorId as never, changes: [{ skuId, unitPrice }] });
    await set(l1!.id, '47');
    await set(l2!.id, '48');
    await expect(set(l3!.id, '47.5')).rejects.toMatchObject({ code: 'price_below_cost' });
    await set(l3!.id, '49');
    await set(l1!.id, '50.5');
    const { items } = await listCostPrices(staff, { distributorId: l3!.id, q: 'SW-50CNY', limit: 5 });
    expect(items[0]).toMatchObject({ ownCost: '49', parentCost: '50.5', effectiveCost: '50.5', lifted: true });
    const seller = world.distributorStaff(l3!);
    const shop = await listShopPrices(seller, { shopId: world.shop.id, q: 'SW-50CNY', limit: 5 });
    expect(shop.items[0]).toMatchObject({ cost: '50.5', retail: '50', problem: 'below_cost' });
    expect(JSON.stringify(shop)).not.toMatch(/46\.2|"47"|"48"/);
    await expect(
      setShopPrices(seller, { shopId: world.shop.id, changes: [{ skuId, unitPrice: '50.4', hidden: false }] }),
    ).rejects.toMatchObject({ code: 'price_below_cost' });
    await setShopPrices(seller, { shopId: world.shop.id, changes: [{ skuId, unitPrice: '52', hidden: false }] });
    expect((await viewProduct(buyer, 'steam-wallet')).skus.find((sku) => sku.code === 'SW-50CNY')?.unitPrice).toBe(
      '52.00',
    );
    await set(l2!.id, null);
    expect((await viewProduct(buyer, 'steam-wallet')).skus.map((sku) => sku.code)).not.toContain('SW-50CNY');
  });

  test('a distributor prices its own shops only', async () => {
    const sibling = world.distributorStaff(world.chain[0]!);
    const skuId = await skuIdOf('SW-100CNY');
    await expect(
      setShopPrices(sibling, { shopId: world.shop.id, changes: [{ skuId, unitPrice: '120', hidden: false }] }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(listShopPrices(sibling, { shopId: world.shop.id, limit: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('the house has no cost price', async () => {
    await expect(setCostPrices(staff, { distributorId: world.house.id, changes: [] })).rejects.toMatchObject({
      code: 'price_invalid',
    });
  });
});
