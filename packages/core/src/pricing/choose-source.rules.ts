import { parseRate, parseUnitPrice } from '@keyfall/money';
import type { PriceSource, RuleSource } from './link-price.rules.ts';

/** The scope and the target of a rule that names none: every SKU, every child. */
export const EVERYTHING = '00000000-0000-0000-0000-000000000000';

/** A distributor whose price is asked, as far as it decides which lists and rules hold for it. */
export interface NodeRow {
  readonly node_id: string;
  readonly parent_id: string | null;
  readonly level_id: string | null;
  readonly depth: number;
}

/** From how many units on which price holds. */
interface TierRow {
  readonly sku_id: string;
  readonly min_quantity: number;
  readonly unit_price: string;
}

export interface OverrideRow extends TierRow {
  readonly node_id: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

export interface ListRow {
  readonly id: string;
  readonly owner_id: string;
  readonly level_id: string;
  readonly name: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

export interface LineRow extends TierRow {
  readonly list_id: string;
}

export interface RuleRow {
  readonly id: string;
  readonly owner_id: string;
  readonly target_id: string;
  readonly scope_id: string;
  readonly name: string;
  readonly percent: string;
  readonly fixed: string;
  readonly step: string;
}

/** Everything that may decide what some nodes pay for some SKUs at the moment asked for; lists that began last come first. */
export interface SourceRows {
  readonly overrides: readonly OverrideRow[];
  readonly lists: readonly ListRow[];
  readonly lines: readonly LineRow[];
  readonly rules: readonly RuleRow[];
}

/** A SKU with what a rule may name instead of it. */
export interface ScopedSku {
  readonly sku_id: string;
  readonly product_id: string;
  readonly category_id: string | null;
}

/** Says what decides the price of so many units; null when nothing does. */
export type ChooseSource = (sku: ScopedSku, quantity: number) => PriceSource | null;

type RulesByScope = ReadonlyMap<string, RuleSource>;

export interface Chooser {
  /** Most binding first, and the first that speaks decides. */
  ofNode(node: NodeRow): ChooseSource;
  /** The rule an owner has for its own shop. */
  ruleOfShop(shop: { readonly owner_id: string; readonly shop_id: string }, sku: ScopedSku): RuleSource | null;
}

/** Sorts the rows once, to choose from them for each node and SKU. */
export function chooserOf(rows: SourceRows): Chooser {
  const overrides = grouped(
    rows.overrides,
    tierKey((row) => row.node_id),
  );
  const lines = grouped(
    rows.lines,
    tierKey((row) => row.list_id),
  );
  const lists = grouped(rows.lists, (row) => `${row.owner_id}/${row.level_id}`);
  const rules = new Map<string, Map<string, RuleSource>>();
  for (const row of rows.rules) {
    const key = `${row.owner_id}/${row.target_id}`;
    rules.set(key, (rules.get(key) ?? new Map<string, RuleSource>()).set(row.scope_id, ruleOf(row)));
  }
  const rulesFor = (ownerId: string, targets: readonly (string | null)[]): readonly RulesByScope[] =>
    targets.flatMap((target) => rules.get(`${ownerId}/${target}`) ?? []);

  const ofNode = (node: NodeRow): ChooseSource => {
    const nodeLists = lists.get(`${node.parent_id}/${node.level_id}`) ?? [];
    const nodeRules =
      node.parent_id === null ? [] : rulesFor(node.parent_id, [node.node_id, node.level_id, EVERYTHING]);
    return (sku, quantity) => {
      const override = tierAt(overrides.get(`${node.node_id}/${sku.sku_id}`), quantity);
      if (override !== undefined) return overrideOf(override);
      for (const list of nodeLists) {
        const line = tierAt(lines.get(`${list.id}/${sku.sku_id}`), quantity);
        if (line !== undefined) return listOf(list, line);
      }
      return narrowestRule(nodeRules, sku);
    };
  };
  return {
    ofNode,
    ruleOfShop: (shop, sku) => narrowestRule(rulesFor(shop.owner_id, [shop.shop_id]), sku),
  };
}

// The narrowest scope decides, and among rules of one scope the narrowest target, in whose order they are given.
function narrowestRule(byTarget: readonly RulesByScope[], sku: ScopedSku): RuleSource | null {
  if (byTarget.length === 0) return null;
  for (const scope of [sku.sku_id, sku.product_id, sku.category_id, EVERYTHING]) {
    if (scope === null) continue;
    for (const rules of byTarget) {
      const rule = rules.get(scope);
      if (rule !== undefined) return rule;
    }
  }
  return null;
}

const tierKey =
  <Row extends TierRow>(ownerOf: (row: Row) => string) =>
  (row: Row): string =>
    `${ownerOf(row)}/${row.sku_id}`;

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, keyOf);
}

function tierAt<Row extends TierRow>(tiers: readonly Row[] | undefined, quantity: number): Row | undefined {
  let found: Row | undefined;
  for (const tier of tiers ?? []) {
    if (tier.min_quantity <= quantity && tier.min_quantity > (found?.min_quantity ?? 0)) found = tier;
  }
  return found;
}

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

const overrideOf = (row: OverrideRow): PriceSource => ({
  kind: 'override',
  unitPrice: parseUnitPrice(row.unit_price),
  minQuantity: row.min_quantity,
  validFrom: dateOrNull(row.valid_from),
  validTo: dateOrNull(row.valid_to),
});

const listOf = (list: ListRow, line: LineRow): PriceSource => ({
  kind: 'list',
  id: list.id,
  name: list.name,
  unitPrice: parseUnitPrice(line.unit_price),
  minQuantity: line.min_quantity,
  validFrom: new Date(list.valid_from),
  validTo: dateOrNull(list.valid_to),
});

const ruleOf = (row: RuleRow): RuleSource => ({
  kind: 'rule',
  id: row.id,
  name: row.name,
  percent: parseRate(row.percent),
  fixed: parseUnitPrice(row.fixed),
  step: parseUnitPrice(row.step),
});
