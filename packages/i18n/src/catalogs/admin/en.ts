import { account, login } from './account-en.ts';
import alerts from './alerts-en.ts';
import controls from './controls-en.ts';
import catalog from './catalog-en.ts';
import collecting from './collecting-en.ts';
import { audit, distributors, prices, settings, shops, team } from './channel-en.ts';
import { home, ledger } from './home-en.ts';
import incomeRules from './income-rules-en.ts';
import inventory from './inventory-en.ts';
import { orders, payments } from './orders-en.ts';
import { withdrawals } from './withdrawals-en.ts';
import closings from './closings-en.ts';
import payBacks from './pay-backs-en.ts';
import reconciliation from './reconciliation-en.ts';
import settlements from './settlements-en.ts';
import tree from './tree-en.ts';
import wallets from './wallets-en.ts';

/** The wholesaler's back office. Each area of it has a file of its own. */
export default {
  title: 'Back office',
  account,
  login,
  nav: {
    groups: { selling: 'Selling', goods: 'Goods', channel: 'Channel', money: 'Money', house: 'House' },
    dashboard: 'Dashboard',
    alerts: 'Alerts',
    orders: 'Orders',
    payments: 'Payments',
    catalog: 'Catalog',
    categories: 'Categories',
    prices: 'Prices',
    priceLists: 'Price lists',
    incomeRules: 'Income rules',
    inventory: 'Inventory',
    imports: 'Imports',
    codes: 'Codes',
    distributors: 'Distributors',
    shops: 'Shops',
    withdrawals: 'Withdrawals',
    wallets: 'Wallets',
    ledger: 'Ledger',
    statements: 'Statements',
    invoices: 'Invoices',
    reports: 'Reports',
    reconciliation: 'Reconciliation',
    team: 'Team',
    settings: 'Settings',
    audit: 'Audit log',
    account: 'My account',
  },
  palette: {
    actions: 'Actions',
    search: 'Search',
    findOrder: 'Find “{{query}}” in orders',
    findProduct: 'Find “{{query}}” in the catalog',
    findDistributor: 'Find “{{query}}” among distributors',
    importCodes: 'Import card codes',
    newProduct: 'New product',
    newDistributor: 'New distributor',
  },
  list: {
    choose: 'Choose…',
    andMore_one: 'and {{count}} more',
    andMore_other: 'and {{count}} more',
    changedMeanwhile: 'Somebody else saved this meanwhile',
    changedMeanwhileHelp:
      'What you typed is still here. Load the new version to go on from it; your changes are then gone.',
    loadNewVersion: 'Load the new version',
    discard: 'Discard',
  },
  alerts,
  closings,
  payBacks,
  catalog,
  controls,
  home,
  ledger,
  incomeRules,
  inventory,
  orders,
  payments,
  reconciliation,
  settlements,
  prices,
  distributors,
  tree,
  shops,
  team,
  settings,
  audit,
  wallets,
  collecting,
  withdrawals,
} as const;
