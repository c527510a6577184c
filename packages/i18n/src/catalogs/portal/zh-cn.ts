import type { Translation } from '../../catalog-types.ts';
import type en from './en.ts';
import { alerts } from './alerts-zh-cn.ts';
import { collecting } from './collecting-zh-cn.ts';
import { application, downline } from './downline-zh-cn.ts';
import { account, audit, team } from './people-zh-cn.ts';
import prices from './prices-zh-cn.ts';
import { income, referrals } from './income-zh-cn.ts';
import { home, orders } from './sales-zh-cn.ts';
import { domains, shops } from './shops-zh-cn.ts';
import { payBacks } from './pay-backs-zh-cn.ts';
import { payees, withdrawals } from './withdrawals-zh-cn.ts';
import { purchases, wallet } from './wallet-zh-cn.ts';

export default {
  title: '分销商后台',
  login: { title: '登录' },
  nav: {
    groups: { selling: '销售', shop: '店铺', money: '资金', house: '管理' },
    dashboard: '概览',
    alerts: '告警',
    orders: '订单',
    income: '收益',
    referrals: '推广',
    shops: '我的店铺',
    prices: '零售价',
    collecting: '收款方式',
    downlinePrices: '下级价格',
    wallet: '钱包',
    purchases: '采购',
    withdrawals: '提现',
    statements: '对账单',
    invoices: '发票',
    reports: '报表',
    team: '团队',
    downline: '下级分销商',
    audit: '操作记录',
    account: '我的账号',
  },
  shell: {
    frozen: '账号已冻结：可以查看，不能操作。如有疑问请联系您的对接人。',
    closed: '账号已关闭：可以查看，不能操作。',
  },
  palette: {
    search: '搜索',
    actions: '快捷操作',
    findOrder: '搜索订单“{{query}}”',
    findPrice: '搜索“{{query}}”的价格',
    newShop: '新建店铺',
  },
  list: {
    andMore_other: '等另外 {{count}} 项',
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
} satisfies Translation<typeof en>;
