import type { Translation } from '../../catalog-types.ts';
import accounts from './account-names-zh-cn.ts';
import type en from './en.ts';

export default {
  statement: {
    title: '对账单',
    party: '户名：{{name}}',
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
  },
  accounts,
  page: '第 {{page}} 页',
} satisfies Translation<typeof en>;
