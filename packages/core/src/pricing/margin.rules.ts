import type { DistributorId } from '@keyfall/contracts';
import {
  ceilFee,
  floorShare,
  lineAmount,
  unitPriceFromScaled,
  unitPriceScaled,
  parseUnitPrice,
  type CurrencyCode,
  type FaceValue,
  type Rate,
  type UnitPrice,
} from '@keyfall/money';
import { percentageLinks, type IncomeNode, type IncomeRate } from './income.rules.ts';

/** A distributor of the tree, as far as rates must know it. */
export interface TreeNode extends IncomeNode {
  readonly name: string;
  readonly parentId: DistributorId | null;
}

/** The chain that earns most of a sale. */
export interface WorstChain {
  readonly name: string;
  /** Its percentages in all, in percent. */
  readonly percent: UnitPrice;
  readonly rates: readonly Rate[];
}

/**
 * Under whose name the commissions of a sale are highest: every distributor is tried as who brings it. Null without rates or
 * without distributors.
 */
export function worstChainOf(
  rules: { readonly depth: number; readonly rates: readonly IncomeRate[] },
  nodes: readonly TreeNode[],
): WorstChain | null {
  const nodeOf = new Map(nodes.map((node) => [node.distributorId, node]));
  let worst: WorstChain | null = null;
  let most = 0n;
  for (const node of nodes) {
    const chain: TreeNode[] = [];
    let at: TreeNode | undefined = node;
    while (at !== undefined && chain.length <= rules.depth) {
      chain.push(at);
      at = at.parentId === null ? undefined : nodeOf.get(at.parentId);
    }
    const rates = percentageLinks(rules, chain).map((link) => link.rate);
    const sum = rates.reduce((total, rate) => total + unitPriceScaled(parseUnitPrice(rate)), 0n);
    if (sum > most) {
      most = sum;
      worst = { name: node.name, percent: unitPriceFromScaled(sum), rates };
    }
  }
  return worst;
}

/** What is left of one unit at its lowest price in the hands of the dearest chain. Minor units. */
export interface UnitMargin {
  readonly retail: bigint;
  readonly cost: bigint | null;
  readonly fee: bigint;
  readonly commission: bigint;
  readonly margin: bigint;
  readonly marginMin: bigint;
  /** Whether an order would be taken. */
  readonly passes: boolean;
}

/** The margin guard of one unit: the same figures by which an order is judged. An unknown cost counts as none. */
export function unitMarginOf(unit: {
  readonly currency: CurrencyCode;
  readonly retail: UnitPrice;
  readonly unitCost: UnitPrice | null;
  readonly faceValue: FaceValue | undefined;
  readonly rates: readonly Rate[];
  readonly feePercent: Rate;
  readonly marginMin: Rate;
}): UnitMargin {
  const amountAt = (price: UnitPrice): bigint =>
    lineAmount(1, price, unit.currency, { faceValue: unit.faceValue }).minor;
  const retail = amountAt(unit.retail);
  const cost = unit.unitCost === null ? null : amountAt(unit.unitCost);
  const fee = ceilFee(retail, unit.feePercent);
  const commission = unit.rates.reduce((sum, rate) => sum + floorShare(retail, rate), 0n);
  const margin = retail - commission - (cost ?? 0n) - fee;
  const marginMin = ceilFee(retail, unit.marginMin);
  return { retail, cost, fee, commission, margin, marginMin, passes: margin >= marginMin };
}
