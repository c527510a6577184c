import { alerts } from './alerts-en.ts';
import { collecting } from './collecting-en.ts';
import { application, downline } from './downline-en.ts';
import { account, audit, team } from './people-en.ts';
import prices from './prices-en.ts';
import { income, referrals } from './income-en.ts';
import { home, orders } from './sales-en.ts';
import { domains, shops } from './shops-en.ts';
import { payBacks } from './pay-backs-en.ts';
import { payees, withdrawals } from './withdrawals-en.ts';
import { purchases, wallet } from './wallet-en.ts';

export default {
  title: 'Distributor portal',
  login: { title: 'Sign in' },
  nav: {
    groups: { selling: 'Selling', shop: 'Shop', money: 'Money', house: 'Organisation' },
    dashboard: 'Dashboard',
    alerts: 'Alerts',
    orders: 'Orders',
    income: 'Income',
    referrals: 'Referrals',
    shops: 'Shops',
    prices: 'Retail prices',
    collecting: 'Taking money',
    downlinePrices: 'Downline prices',
    wallet: 'Wallet',
    purchases: 'Purchases',
    withdrawals: 'Withdrawals',
    statements: 'Statements',
    invoices: 'Invoices',
    reports: 'Reports',
    team: 'Team',
    downline: 'Downline',
    audit: 'Audit log',
    account: 'My account',
  },
  shell: {
    frozen: 'This account is frozen: you can look at everything and change nothing. Ask your contact why.',
    closed: 'This account is closed: you can look at everything and change nothing.',
  },
  palette: {
    search: 'Search',
    actions: 'Begin',
    findOrder: 'Find order “{{query}}”',
    findPrice: 'Find price of “{{query}}”',
    newShop: 'New shop',
  },
  list: {
    andMore_one: 'and {{count}} more',
    andMore_other: 'and {{count}} more',
  },
  alerts,
  collecting,
  home,
  orders,
  income,
  referrals,
  wallet,
  payBacks,
  purchases,
  shops,
  domains,
  prices,
  downline,
  application,
  team,
  audit,
  account,
  payees,
  withdrawals,
} as const;
