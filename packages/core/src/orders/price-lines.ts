import { checkAccountFields, type SkuId } from '@keyfall/contracts';
import {
  parseFaceValue,
  parseUnitPrice,
  unitPriceFromScaled,
  unitPriceScaled,
  type CurrencyCode,
  type FaceValue,
  type UnitPrice,
} from '@keyfall/money';
import { DomainError, isDomainError } from '../errors.ts';
import { offerOf, type ChainPrices, type IncomeRules, type Offer } from '../pricing/index.ts';
import { splitLine, type LineSale, type LineSplit, type OwnPurchases } from './line-split.rules.ts';
import type { SkuRow } from './placing-queries.ts';
import { ThinMargin } from './thin-margins.ts';

/** One line of a cart, as the buyer sent it. */
export interface CartLine {
  readonly skuId: SkuId;
  readonly quantity: number;
  /** For goods sold over a range of face values. */
  readonly faceValue?: string | undefined;
  /** For direct top-ups: the fields of the SKU's template. */
  readonly account?: Readonly<Record<string, string>> | undefined;
}

/** A line with its price and split. Price and split are missing where the line cannot be sold at all. */
export interface PricedLine {
  readonly line: number;
  readonly cart: CartLine;
  readonly sku: SkuRow | null;
  readonly faceValue: FaceValue | null;
  /** Checked and normalised account fields of a top-up. */
  readonly account: Readonly<Record<string, string>> | null;
  /** What one unit costs the buyer, its face value included. */
  readonly unitPrice: UnitPrice | null;
  readonly amount: bigint;
  readonly offer: Offer | null;
  readonly split: LineSplit | null;
  /** Units in stock of exactly this good, as counted a moment ago; null for goods without stock. */
  readonly available: number | null;
  /** Why the line cannot be ordered as it is. */
  readonly problem: DomainError | null;
}

export interface PricedCart {
  readonly lines: readonly PricedLine[];
  readonly currency: CurrencyCode | null;
  readonly total: bigint;
}

/** What prices and splits of a cart follow from. */
export interface CartFacts {
  readonly skus: readonly SkuRow[];
  readonly prices: readonly ChainPrices[];
  readonly income: IncomeRules;
  readonly own: OwnPurchases;
  readonly needAccount: boolean;
}

/**
 * Prices a cart: the chain's effective costs, the shop's retail price, the amount and the split of each line by its model,
 * limits and account fields. Pure: what it needs was read before. A line that cannot be sold carries its refusal, so that a quote can
 * show all of them; placing throws the first. Stock is judged by the reservation itself, here it is only told.
 */
export function priceLines(cart: readonly CartLine[], facts: CartFacts): PricedCart {
  const skuOf = new Map(facts.skus.map((sku) => [sku.id, sku]));
  const pricesOf = new Map(facts.prices.map((prices) => [prices.skuId, prices]));
  const wanted = unitsBySku(cart);
  const lines = cart.map((line, index) =>
    priceLine(line, index + 1, {
      ...facts,
      sku: skuOf.get(line.skuId),
      prices: pricesOf.get(line.skuId),
      wanted: wanted.get(line.skuId) ?? 0,
    }),
  );
  const currency = lines.find((line) => line.sku !== null)?.sku?.currency ?? null;
  return { lines, currency, total: lines.reduce((sum, line) => sum + line.amount, 0n) };
}

/** Units of each SKU over all lines of a cart: what limits and quantity tiers go by. */
export function unitsBySku(cart: readonly CartLine[]): Map<SkuId, number> {
  const units = new Map<SkuId, number>();
  for (const { skuId, quantity } of cart) units.set(skuId, (units.get(skuId) ?? 0) + quantity);
  return units;
}

interface LineFacts extends Pick<CartFacts, 'income' | 'own' | 'needAccount'> {
  readonly sku: SkuRow | undefined;
  readonly prices: ChainPrices | undefined;
  /** Units of the SKU over all lines of the cart. */
  readonly wanted: number;
}

function priceLine(cart: CartLine, line: number, facts: LineFacts): PricedLine {
  const { sku, prices } = facts;
  const offer = prices && offerOf(prices);
  const bare = {
    line,
    cart,
    sku: null,
    faceValue: null,
    account: null,
    unitPrice: null,
    amount: 0n,
    offer: null,
    split: null,
    available: null,
  };
  if (sku === undefined || offer === undefined || !sku.published || offer.problem !== null || offer.retail === null) {
    return { ...bare, problem: new DomainError('sku_unavailable', { skuId: cart.skuId }) };
  }
  const { retail } = offer;
  const face = readFaceValue(sku, cart.faceValue);
  if (face instanceof DomainError) return { ...bare, sku, offer, problem: face };
  const account = readAccount(sku, cart.account);
  const { quantity } = cart;
  const sale = {
    quantity,
    currency: sku.currency,
    faceValue: face,
    offer,
    retail,
    unitCost: prices?.houseCost ?? null,
  };
  const split = tryToSplit(sku, sale, facts);
  if (split instanceof DomainError) return { ...bare, sku, offer, problem: split };
  const accountProblem = account instanceof DomainError && facts.needAccount ? account : null;
  return {
    line,
    cart,
    sku,
    offer,
    split,
    faceValue: face,
    account: account instanceof DomainError ? null : account,
    unitPrice: withFace(retail, face),
    amount: split.gross,
    available: availableOf(sku, face),
    problem: quantityProblem(sku, facts.wanted) ?? accountProblem,
  };
}

/** The buyer learns only that it is not to be had; that commissions would eat the margin is the cause, for the wholesaler. */
function tryToSplit(sku: SkuRow, sale: LineSale, { income, own }: LineFacts): LineSplit | DomainError {
  try {
    return splitLine(sale, income, own);
  } catch (error) {
    if (!isDomainError(error, 'margin_too_low')) throw error;
    return new DomainError('sku_unavailable', { skuId: sku.id }, { cause: new ThinMargin(sku, error) });
  }
}

function quantityProblem(sku: SkuRow, wanted: number): DomainError | null {
  if (wanted < sku.min_per_order || wanted > sku.max_per_order) {
    return new DomainError('quantity_invalid', { min: sku.min_per_order, max: sku.max_per_order });
  }
  if (sku.max_per_buyer !== null && sku.limit_used + wanted > sku.max_per_buyer) {
    return new DomainError('limit_exceeded', { limit: 'per_buyer', max: sku.max_per_buyer, scope: sku.code });
  }
  return null;
}

/** The face value of a cart's line as the SKU takes it; null where it has none of its own. */
export function readFaceValue(sku: SkuRow, given: string | undefined): FaceValue | null | DomainError {
  if (sku.face_min === null || sku.face_max === null) {
    return given === undefined ? null : new DomainError('face_value_invalid', {});
  }
  const [min, max] = [parseUnitPrice(sku.face_min), parseUnitPrice(sku.face_max)];
  const refused = new DomainError('face_value_invalid', { min, max });
  if (given === undefined) return refused;
  try {
    const face = parseFaceValue(given);
    const scaled = unitPriceScaled(parseUnitPrice(face));
    return scaled >= unitPriceScaled(min) && scaled <= unitPriceScaled(max) ? face : refused;
  } catch {
    return refused;
  }
}

function readAccount(
  sku: SkuRow,
  given: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | null | DomainError {
  if (sku.kind !== 'top_up')
    return given === undefined
      ? null
      : new DomainError('account_fields_invalid', { fields: Object.keys(given).slice(0, 10) });
  const checked = checkAccountFields(sku.account_template ?? [], given ?? {});
  if (checked.ok) return checked.values;
  return new DomainError(
    'account_fields_invalid',
    { fields: checked.problems.map((problem) => problem.field) },
    { fields: checked.problems.map((problem) => ({ pointer: `/account/${problem.field}`, code: problem.reason })) },
  );
}

/** Units in stock as counted a moment ago; null for goods without stock. */
export function availableOf(sku: SkuRow, face: FaceValue | null): number | null {
  if (sku.kind === 'top_up') return null;
  return face === null ? Number(sku.available ?? 0n) : (sku.by_face?.[face] ?? 0);
}

const FACE_SCALE = 10_000n;

/** A price per unit of face value as the price of one unit; rounded half up to eight decimals, for display only. */
export function withFace(price: UnitPrice, face: FaceValue | null): UnitPrice {
  if (face === null) return price;
  const [whole = '0', fraction = ''] = face.split('.');
  const scaled = unitPriceScaled(price) * BigInt(whole + fraction.padEnd(4, '0'));
  return unitPriceFromScaled((scaled + FACE_SCALE / 2n) / FACE_SCALE);
}
