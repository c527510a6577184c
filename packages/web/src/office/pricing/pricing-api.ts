import type {
  LiftedLinkDto,
  PriceGridDto,
  PriceImpactDto,
  PriceListDto,
  PriceRuleDto,
  PriceTargetsDto,
  priceGridInputSchema,
  priceListRefSchema,
  priceRuleRefSchema,
  savePriceListSchema,
  savePriceRuleSchema,
  savePricesSchema,
} from '@keyfall/contracts/price-schemas';

type InputOf<Schema extends { readonly _zod: { readonly input: unknown } }> = Schema['_zod']['input'];
type Unowned<Input> = Omit<Input, 'ownerId'>;

export type GridInput = Unowned<InputOf<typeof priceGridInputSchema>>;
export type SavePricesInput = Unowned<InputOf<typeof savePricesSchema>>;
export type SaveListInput = Unowned<InputOf<typeof savePriceListSchema>>;
export type SaveRuleInput = Unowned<InputOf<typeof savePriceRuleSchema>>;
export type ListRef = Unowned<InputOf<typeof priceListRefSchema>>;
export type RuleRef = Unowned<InputOf<typeof priceRuleRefSchema>>;

/** The prices of one owner as an app's server answers them; both back offices have the same. */
export interface PricingApi {
  /** Whose prices these are, as a part of every query's name. */
  readonly key: string;
  /** The wholesaler's own house: its cost is what it usually buys for, and binds nobody. */
  readonly isHouse: boolean;
  readonly canWrite: boolean;
  readonly targets: () => Promise<PriceTargetsDto>;
  readonly lists: () => Promise<{ readonly items: readonly PriceListDto[] }>;
  readonly saveList: (input: SaveListInput) => Promise<{ readonly id: string }>;
  readonly removeList: (input: ListRef) => Promise<PriceImpactDto>;
  readonly rules: () => Promise<{ readonly items: readonly PriceRuleDto[] }>;
  readonly saveRule: (input: SaveRuleInput) => Promise<PriceImpactDto>;
  readonly removeRule: (input: RuleRef) => Promise<PriceImpactDto>;
  readonly grid: (input: GridInput) => Promise<PriceGridDto>;
  readonly savePrices: (input: SavePricesInput) => Promise<PriceImpactDto>;
  /** Where a lifted link is repriced: the grid of its parent's children. */
  readonly repriceHref: (link: LiftedLinkDto) => string;
  readonly lifted: (input: {
    readonly cursor?: string;
    readonly limit: number;
  }) => Promise<{ readonly items: readonly LiftedLinkDto[]; readonly nextCursor: string | null }>;
}

/** The name of a query of an owner's prices; the first word alone names all of them. */
export const priceKey = (api: Pick<PricingApi, 'key'>, ...rest: readonly unknown[]): readonly unknown[] => [
  'pricing',
  api.key,
  ...rest,
];
