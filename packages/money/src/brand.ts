declare const brand: unique symbol;

/** A nominal type: two brands over the same shape are not interchangeable, and only their own constructors make them. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
