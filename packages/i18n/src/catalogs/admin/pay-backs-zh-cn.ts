import type { Translation } from '../../catalog-types.ts';
import type en from './pay-backs-en.ts';

export default {
  distributor: '分销商',
  number: '编号',
  to: '退回到',
  toGateway: '{{via}} 的付款方',
  payer: '原付款人',
  payee: '收款账户',
  toppedUp: '充值',
  toppedUpOf: '{{date}} 充值 {{amount}}',
  bonus: '收回赠金',
  checks: '已同意 {{done}} / {{all}}',
  own: '由您申请或已同意，须由另一人处理。',
  waiting: '待审核',
  emptyTitle: '没有钱包退还',
  emptyHelp: '分销商在其钱包中申请；款项只退回原付款途径。',
  titles: { approve: '同意退还', reject: '驳回退还' },
  approve: '同意',
  approveHelp: '款项按原途径退回，并按比例收回尚未使用的赠金。',
  approveByBank: '同意后进入提现列表等待打款。',
  approved: '已同意',
  reject: '驳回',
  rejectHelp: '款项退回钱包，分销商可看到原因。',
  rejected: '已驳回',
  toWithdrawal: '查看打款',
} satisfies Translation<typeof en>;
