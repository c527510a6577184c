import type { Translation } from '../../catalog-types.ts';
import { account, login } from './account-zh-cn.ts';
import alerts from './alerts-zh-cn.ts';
import controls from './controls-zh-cn.ts';
import catalog from './catalog-zh-cn.ts';
import collecting from './collecting-zh-cn.ts';
import { audit, distributors, prices, settings, shops, team } from './channel-zh-cn.ts';
import type en from './en.ts';
import { home, ledger } from './home-zh-cn.ts';
import incomeRules from './income-rules-zh-cn.ts';
import inventory from './inventory-zh-cn.ts';
import { orders, payments } from './orders-zh-cn.ts';
import { withdrawals } from './withdrawals-zh-cn.ts';
import closings from './closings-zh-cn.ts';
import payBacks from './pay-backs-zh-cn.ts';
import reconciliation from './reconciliation-zh-cn.ts';
import settlements from './settlements-zh-cn.ts';
import tree from './tree-zh-cn.ts';
import wallets from './wallets-zh-cn.ts';

export default {
  title: '管理后台',
  account,
  login,
  nav: {
    groups: { selling: '销售', goods: '商品', channel: '渠道', money: '资金', house: '内部' },
    dashboard: '概览',
    alerts: '告警',
    orders: '订单',
    payments: '收款',
    catalog: '商品',
    categories: '分类',
    prices: '价格',
    priceLists: '价目表',
    incomeRules: '收益规则',
    inventory: '库存',
    imports: '导入',
    codes: '卡密',
    distributors: '分销商',
    shops: '店铺',
    withdrawals: '提现',
    wallets: '钱包',
    ledger: '账本',
    statements: '对账单',
    invoices: '发票',
    reports: '报表',
    reconciliation: '渠道对账',
    team: '团队',
    settings: '设置',
    audit: '操作日志',
    account: '我的账号',
  },
  palette: {
    actions: '操作',
    search: '搜索',
    findOrder: '在订单中查找“{{query}}”',
    findProduct: '在商品中查找“{{query}}”',
    findDistributor: '在分销商中查找“{{query}}”',
    importCodes: '导入卡密',
    newProduct: '新建商品',
    newDistributor: '新建分销商',
  },
  list: {
    choose: '请选择…',
    andMore_other: '另外 {{count}} 项',
    changedMeanwhile: '其他人刚刚保存了修改',
    changedMeanwhileHelp: '您填写的内容仍在。如需在最新版本上继续，请载入新版本，届时您的改动将被放弃。',
    loadNewVersion: '载入新版本',
    discard: '放弃修改',
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
} satisfies Translation<typeof en>;
