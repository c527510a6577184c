/** Dashboard, orders, income. */
export const home = {
  hello: 'Hello, {{name}}',
  next: {
    title: 'To do next',
    noShop: 'You have no shop yet.',
    draft: '{{shop}} is a draft: nobody can buy there yet.',
    unpriced_one: '{{shop}}: {{count}} SKU is hidden because of its price.',
    unpriced_other: '{{shop}}: {{count}} SKUs are hidden because of their prices.',
    totp: 'Your account is protected by a password alone.',
    toShop: 'To the shop',
    toPrices: 'Set prices',
    nothingTitle: 'Everything is done',
    nothingHelp: 'Your shops are open and everything in them has its price.',
  },
} as const;

export const orders = {} as const;
export const income = {} as const;
