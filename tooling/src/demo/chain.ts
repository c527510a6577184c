import type { Brand, DistributorId, ShopId } from '@keyfall/contracts';
import { DEFAULT_BRAND } from '@keyfall/contracts';
import { distributorInputSchema } from '@keyfall/contracts/tenancy-schemas';
import type { Core, Ctx, StaffPrincipal } from '@keyfall/core';
import { createDistributor } from '@keyfall/core/distributors';
import { createShop, getShop, openShop, updateShop } from '@keyfall/core/shops';

export interface DemoShop {
  readonly id: ShopId;
  readonly slug: string;
  readonly name: string;
  readonly host: string;
  readonly distributorId: DistributorId;
}

export interface DemoChain {
  /** From the house's direct child to the last one: three levels. */
  readonly distributors: readonly DistributorId[];
  readonly shops: readonly DemoShop[];
}

const LEVELS = [
  { code: 'EAST', name: '华东总代 East China' },
  { code: 'YUNCANG', name: '云仓分销 Cloud Depot' },
  { code: 'XIAOLU', name: '小鹿会员 Fawn Members' },
] as const;

/** Three levels of distributors, and two branded shops: one of the first level, one of the third. */
export async function makeChain(core: Core, owner: Ctx<StaffPrincipal>, houseId: DistributorId): Promise<DemoChain> {
  const distributors: DistributorId[] = [];
  let parentId = houseId;
  for (const level of LEVELS) {
    const { id } = await createDistributor(owner, parentId, distributorInputSchema.parse(level));
    distributors.push(id);
    parentId = id;
  }
  const [first, , third] = distributors;
  if (first === undefined || third === undefined) throw new Error('the demo has three levels');
  const shops = [
    await makeShop(core, owner, third, 'xiaolu', '小鹿会员店', {
      accent: '#0f766e',
      tagline: { 'zh-CN': '会员、点券、礼品卡，付款即得', en: 'Memberships, points and gift cards, yours in seconds' },
    }),
    await makeShop(core, owner, first, 'yuncang', '云仓点卡', {
      accent: '#9333ea',
      corners: 'round',
      tagline: { 'zh-CN': '游戏点券与礼品卡专营', en: 'Game points and gift cards' },
    }),
  ];
  return { distributors, shops };
}

/** A shop of a distributor in a brand of its own, open. */
export async function makeShop(
  core: Core,
  owner: Ctx<StaffPrincipal>,
  distributorId: DistributorId,
  slug: string,
  name: string,
  brand: Partial<Brand>,
): Promise<DemoShop> {
  const { id } = await createShop(owner, distributorId, { slug, name, defaultLocale: 'zh-CN' });
  const shop = await getShop(owner, id);
  await updateShop(
    owner,
    { id, version: shop.version },
    {
      name,
      defaultLocale: 'zh-CN',
      notice: '演示店铺，不会收取真实货款。This is a demo shop: no real money is taken.',
      supportContact: 'help@example.com',
      brand: { ...DEFAULT_BRAND, legal: LEGAL, ...brand },
    },
  );
  await openShop(owner, id);
  return { id, slug, name, host: core.ports.addresses.slugHost(slug), distributorId };
}

const LEGAL: Brand['legal'] = {
  terms: {
    'zh-CN': '## 服务条款\n\n这是演示文本。数字商品付款后立即发货。',
    en: '## Terms\n\nThis is a demonstration text. Digital goods are delivered right after payment.',
  },
  privacy: {
    'zh-CN': '## 隐私\n\n这是演示文本。我们只保存完成订单所需的联系方式。',
    en: '## Privacy\n\nThis is a demonstration text. We keep only the contact an order needs.',
  },
  refunds: {
    'zh-CN': '## 退款\n\n这是演示文本。未查看的卡密可以退款。',
    en: '## Refunds\n\nThis is a demonstration text. Codes that were not revealed can be refunded.',
  },
  imprint: { 'zh-CN': '## 店铺信息\n\n演示店铺', en: '## Imprint\n\nA demonstration shop' },
};
