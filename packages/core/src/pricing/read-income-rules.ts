import type { Page } from '@keyfall/contracts';
import type { IncomeRulesDto, RateCardDto, SkuModelRowDto } from '@keyfall/contracts/income-schemas';
import { parseRate } from '@keyfall/money';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import {
  findPolicy,
  listCards,
  listIncomeLevels,
  listSkuModels,
  readIncomeDepth,
  type CardRow,
} from './income-admin-queries.ts';

/** Everything that decides who earns how much: the policy, the rates that hold and those to come. */
export async function readIncomeRulesPage(ctx: Ctx<StaffPrincipal>): Promise<IncomeRulesDto> {
  return await asStaff(ctx, async (tx) => {
    const [policy, depth, levels, cards] = await Promise.all([
      findPolicy(tx),
      readIncomeDepth(tx),
      listIncomeLevels(tx),
      listCards(tx),
    ]);
    const present = cards.find((card) => card.is_present);
    return {
      policy: {
        model: policy?.model ?? 'price_difference',
        marginMin: parseRate(policy?.margin_min ?? '0'),
        ownPurchaseEarns: policy?.own_purchase_earns ?? false,
      },
      version: (policy?.version ?? 0n).toString(),
      depth,
      levels: levels.map((level) => ({ ...level, id: level.id as IncomeRulesDto['levels'][number]['id'] })),
      present: present === undefined ? null : presentCard(present),
      coming: cards.filter((card) => !card.is_present).map(presentCard),
    };
  });
}

function presentCard(card: CardRow): RateCardDto {
  return {
    id: card.id,
    validFrom: card.valid_from.toISOString(),
    rates: card.rates.map((rate) => ({
      levelId: rate.level_id as RateCardDto['rates'][number]['levelId'],
      distance: rate.distance,
      percent: parseRate(rate.percent),
    })),
  };
}

/** SKUs by code with the model each is sold by. */
export async function readSkuModels(
  ctx: Ctx<StaffPrincipal>,
  filter: Parameters<typeof listSkuModels>[1],
): Promise<Page<SkuModelRowDto>> {
  const page = await asStaff(ctx, (tx) => listSkuModels(tx, filter));
  return {
    nextCursor: page.nextCursor,
    items: page.items.map((row) => ({
      skuId: row.sku_id,
      code: row.code,
      productNameZh: row.product_name_zh,
      productNameEn: row.product_name_en,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      own: row.own,
      model: row.model,
    })),
  };
}
