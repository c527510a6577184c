import type { Translation } from '../../catalog-types.ts';
import accounts from './account-names-zh-cn.ts';
import reports from './reports-zh-cn.ts';
import invoice from './invoice-zh-cn.ts';
import invoices from './invoices-zh-cn.ts';
import type en from './en.ts';

export default {
  statement: {
    title: '对账单',
    period: '{{from}} 至 {{until}}（{{timezone}}）',
    open: '本期尚未结束，期末余额为生成时的余额。',
    nothing: '本期没有变动。',
    account: '科目',
    opening: '期初余额',
    closing: '期末余额',
    time: '时间',
    kind: '类型',
    reference: '单号',
    currency: '币种',
    amount: '金额',
    balance: '余额',
    help: '一段期间内各科目的变动，每个数字都是其下各条记录之和。',
    month: '月份',
    thisMonth: '本月',
    from: '自',
    until: '至',
    increased: '增加',
    decreased: '减少',
    entries: '记录数',
    showEntries: '{{account}} 的记录',
    asCsv: '导出 CSV',
    asPdf: '导出 PDF',
    party: '户名：{{name}}',
    whose: '对账对象',
    house: '本商户',
    partyKinds: { distributor: '分销商', supplier: '供应商', gateway: '支付账户' },
    nothingTitle: '本期没有变动',
    nothingHelp: '请选择其他月份，或指定起止日期。',
  },
  invoice,
  invoices,
  accounts,
  reports,
  page: '第 {{page}} 页',
} satisfies Translation<typeof en>;
