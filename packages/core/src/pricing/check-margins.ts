import { toMoneyDto } from '@keyfall/contracts';
import type { IncomeRateDto, MarginCheckDto, MarginRowDto } from '@keyfall/contracts/income-schemas';
import { money, parseCurrency, parseFaceValue, parseRate, parseUnitPrice, type Rate } from '@keyfall/money';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { findPolicy, listCards, readIncomeDepth } from './income-admin-queries.ts';
import type { IncomeRate } from './income.rules.ts';
import { listFeePercents, listMarginSkus, listTreeNodes, type MarginSkuRow } from './margin-queries.ts';
import { unitMarginOf, worstChainOf, type UnitMargin } from './margin.rules.ts';

const ROWS_SHOWN = 100;

/**
 * What rates would leave the wholesaler of every SKU: one unit at its lowest price, brought by the distributor whose chain
 * earns most. Orders of those that do not pass would be refused. Reads only; without rates or least margin the present ones
 * are tried. The cost of the goods is in it.
 */
export async function checkMargins(
  ctx: Ctx<StaffPrincipal>,
  wish: {
    readonly rates?: readonly IncomeRateDto[] | undefined;
    readonly marginMin?: string | undefined;
    readonly everySku: boolean;
  },
): Promise<MarginCheckDto> {
  return await asStaff(ctx, async (tx) => {
    const [depth, policy, cards, skus, nodes, fees] = await Promise.all([
      readIncomeDepth(tx),
      findPolicy(tx),
      listCards(tx),
      listMarginSkus(tx, wish.everySku),
      listTreeNodes(tx),
      listFeePercents(tx),
    ]);
    const present = cards.find((card) => card.is_present)?.rates ?? [];
    const rates = wish.rates ?? present.map((rate) => ({ ...rate, levelId: rate.level_id }));
    const worst = worstChainOf({ depth, rates: rates.map(toRate) }, nodes);
    const marginMin = parseRate(wish.marginMin ?? policy?.margin_min ?? '0');
    const feeOf = new Map(fees.map((fee) => [fee.currency, parseRate(fee.percent)]));
    const judged = skus
      .map((sku) => ({ sku, unit: judge(sku, { rates: worst?.rates ?? [], marginMin, feeOf }) }))
      .toSorted((a, b) => compareMargins(a.unit, b.unit));
    return {
      worst: worst === null ? null : { percent: worst.percent, distributorName: worst.name },
      checked: judged.length,
      failing: judged.filter(({ unit }) => !unit.passes).length,
      unknownCost: judged.filter(({ unit }) => unit.cost === null).length,
      rows: judged.slice(0, ROWS_SHOWN).map(({ sku, unit }) => presentRow(sku, unit)),
    };
  });
}

function toRate(rate: {
  readonly levelId: string | null;
  readonly distance: number;
  readonly percent: string;
}): IncomeRate {
  return { levelId: rate.levelId, distance: rate.distance, percent: parseRate(rate.percent) };
}

function judge(
  sku: MarginSkuRow,
  rules: { readonly rates: readonly Rate[]; readonly marginMin: Rate; readonly feeOf: ReadonlyMap<string, Rate> },
): UnitMargin {
  return unitMarginOf({
    currency: parseCurrency(sku.currency),
    retail: parseUnitPrice(sku.retail),
    unitCost: sku.unit_cost === null ? null : parseUnitPrice(sku.unit_cost),
    faceValue: sku.face_min === null ? undefined : parseFaceValue(sku.face_min),
    rates: rules.rates,
    marginMin: rules.marginMin,
    feePercent: rules.feeOf.get(sku.currency) ?? parseRate('0'),
  });
}

/** Refused ones first, then by what is left over the least margin. */
function compareMargins(a: UnitMargin, b: UnitMargin): number {
  if (a.passes !== b.passes) return a.passes ? 1 : -1;
  const [left, right] = [a.margin - a.marginMin, b.margin - b.marginMin];
  return left === right ? 0 : left < right ? -1 : 1;
}

function presentRow(sku: MarginSkuRow, unit: UnitMargin): MarginRowDto {
  const currency = parseCurrency(sku.currency);
  const of = (amount: bigint) => toMoneyDto(money(amount, currency));
  return {
    skuId: sku.sku_id,
    code: sku.code,
    nameZh: sku.name_zh,
    nameEn: sku.name_en,
    retail: of(unit.retail),
    cost: unit.cost === null ? null : of(unit.cost),
    fee: of(unit.fee),
    commission: of(unit.commission),
    margin: of(unit.margin),
    marginMin: of(unit.marginMin),
    passes: unit.passes,
  };
}
