/** The types that make `t()` know its keys and what each message interpolates. They cost nothing at run time. */

/** A catalog as written: messages in nested groups. Messages interpolate `{{name}}`. */
export interface CatalogTree {
  readonly [key: string]: string | CatalogTree;
}

/** `orders_one` and `orders_other` are two forms of one message, `orders`. */
type BaseKey<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

/** The paths of all messages of a catalog. */
type PathOf<Tree, Prefix extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? `${Prefix}${BaseKey<Key>}`
    : PathOf<Tree[Key], `${Prefix}${Key}.`>;
}[keyof Tree & string];

type ParamNames<Message> = Message extends `${string}{{${infer Name}}}${infer Rest}` ? Name | ParamNames<Rest> : never;

/** What a message interpolates; a message with plural forms is counted by `count`. */
type ParamsAt<Tree, Path extends string> = Path extends keyof Tree
  ? { readonly [Name in ParamNames<Tree[Path]>]: string | number }
  : `${Path}_other` extends keyof Tree
    ? { readonly count: number } & {
        readonly [Name in Exclude<ParamNames<Tree[`${Path}_other`]>, 'count'>]: string | number;
      }
    : Path extends `${infer Head}.${infer Rest}`
      ? Head extends keyof Tree
        ? ParamsAt<Tree[Head], Rest>
        : never
      : never;

/** Path → parameters, for all messages of a catalog. */
export type Messages<Tree> = {
  readonly [Path in PathOf<Tree> & string]: ParamsAt<Tree, Path>;
};

/** The same messages under `namespace:path`. */
export type Prefixed<Namespace extends string, All> = {
  [Path in keyof All & string as `${Namespace}:${Path}`]: All[Path];
};

/**
 * What a translation must look like, given the English catalog: the same keys, any text. English plurals come as `_one` and
 * `_other`; Chinese has one form, `_other`.
 */
export type Translation<Tree> = {
  readonly [Key in keyof Tree as Key extends `${string}_one` ? never : Key]: Tree[Key] extends string
    ? string
    : Translation<Tree[Key]>;
};
