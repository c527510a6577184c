import { money, parseCurrency, parseMinor } from '@keyfall/money';
import { countText, moneyText } from './formats.ts';
import type { MailContext, MailTemplate } from './mail-content.ts';

export interface PayeeChangedInput {
  readonly change: 'added' | 'removed' | 'verified' | 'refused';
  readonly holder: string;
  /** The end of the account number. */
  readonly mask: string;
  /** How long no money goes to a new one. */
  readonly hours: number;
  /** The portal's page of withdrawals. */
  readonly url: string;
}

const PAYEE_ZH = {
  added: '新增收款账户',
  removed: '收款账户已移除',
  verified: '收款账户已核验',
  refused: '收款账户未通过核验',
} as const;
const PAYEE_EN = {
  added: 'A payee was added',
  removed: 'A payee was removed',
  verified: 'A payee was verified',
  refused: 'A payee was refused',
} as const;

export const payeeChanged: MailTemplate<PayeeChangedInput> = {
  'zh-CN': (input, context) => ({
    subject: `${PAYEE_ZH[input.change]}：${input.mask}`,
    heading: PAYEE_ZH[input.change],
    paragraphs:
      input.change === 'added'
        ? [
            `${countText(input.hours, context)} 小时内不会向该账户打款。`,
            '如果不是您本人操作，请立即移除该账户并修改密码。',
          ]
        : ['如果您对此有疑问，请登录后台查看。'],
    facts: [
      ['户名', input.holder],
      ['账号', input.mask],
    ],
    action: { label: '查看收款账户', url: input.url },
    footnote: '您收到此邮件，是因为您是该分销商的负责人。',
  }),
  en: (input, context) => ({
    subject: `${PAYEE_EN[input.change]}: ${input.mask}`,
    heading: PAYEE_EN[input.change],
    paragraphs:
      input.change === 'added'
        ? [
            `No money goes to this account for ${countText(input.hours, context)} hours.`,
            'If it was not you, remove it at once and change your password.',
          ]
        : ['If you did not expect this, sign in and have a look.'],
    facts: [
      ['Holder', input.holder],
      ['Account', input.mask],
    ],
    action: { label: 'Look at the payees', url: input.url },
    footnote: 'You get this mail because you own this distributor’s account.',
  }),
};

export interface WithdrawalNewsInput {
  readonly outcome: 'paid' | 'rejected' | 'failed' | 'returned' | 'clawed';
  readonly withdrawalNo: string;
  /** Decimal texts of `currency`: what was asked for and what the payee receives. */
  readonly amount: string;
  readonly net: string;
  readonly currency: string;
  readonly reason: string | null;
  /** A wallet's cash: what was not paid is in the wallet again. */
  readonly isOfWallet: boolean;
  readonly url: string;
}

const NEWS_ZH = {
  paid: ['提现已到账', '款项已打到您的收款账户。'],
  rejected: ['提现未通过', '金额已退回可用余额；如有欠款，先抵扣欠款。'],
  failed: ['提现打款失败', '款项没有付出，已退回可用余额；如有欠款，先抵扣欠款。请核对收款账户后重新申请。'],
  returned: ['提现被银行退回', '收款银行退回了款项，手续费与代扣税费一并冲回，金额已退回可用余额。'],
  clawed: ['提现已取消', '有订单发生退款，您的可用余额不足以抵扣，未打款的提现因此取消。'],
} as const;
const NEWS_EN = {
  paid: ['Your withdrawal was paid', 'The money is on its way into your account.'],
  rejected: ['Your withdrawal was rejected', 'The amount is available again; open debt is repaid from it first.'],
  failed: [
    'Your withdrawal could not be paid',
    'Nothing was paid out. The amount is available again, after open debt. Check the payee and ask again.',
  ],
  returned: [
    'Your withdrawal came back',
    'The payee’s bank returned it. Fee and tax were undone and the amount is available again.',
  ],
  clawed: [
    'Your withdrawal was cancelled',
    'An order was refunded and what is available did not cover your part, so a withdrawal that had not left was cancelled.',
  ],
} as const;

const WALLET_AGAIN_ZH = '这笔钱来自钱包，已退回钱包。';
const WALLET_AGAIN_EN = 'It was money of your wallet and is in the wallet again.';

function amountsOf(
  input: WithdrawalNewsInput,
  context: MailContext,
): { readonly amount: string; readonly net: string } {
  const currency = parseCurrency(input.currency);
  const text = (decimal: string): string => moneyText(money(parseMinor(decimal, currency), currency), context);
  return { amount: text(input.amount), net: text(input.net) };
}

export const withdrawalNews: MailTemplate<WithdrawalNewsInput> = {
  'zh-CN': (input, context) => {
    const [heading, sentence] = NEWS_ZH[input.outcome];
    const { amount, net } = amountsOf(input, context);
    return {
      subject: `${heading}：${amount}`,
      heading,
      paragraphs: [input.isOfWallet && input.outcome !== 'paid' ? WALLET_AGAIN_ZH : sentence],
      facts: [
        ['提现编号', input.withdrawalNo],
        ['提现金额', amount],
        ...(input.outcome === 'paid' ? [['实际到账', net] as const] : []),
        ...(input.reason === null || input.reason === '' ? [] : [['说明', input.reason] as const]),
      ],
      action: { label: '查看提现', url: input.url },
      footnote: '您收到此邮件，是因为您是该分销商的负责人。',
    };
  },
  en: (input, context) => {
    const [heading, sentence] = NEWS_EN[input.outcome];
    const { amount, net } = amountsOf(input, context);
    return {
      subject: `${heading}: ${amount}`,
      heading,
      paragraphs: [input.isOfWallet && input.outcome !== 'paid' ? WALLET_AGAIN_EN : sentence],
      facts: [
        ['Withdrawal', input.withdrawalNo],
        ['Amount', amount],
        ...(input.outcome === 'paid' ? [['Paid out', net] as const] : []),
        ...(input.reason === null || input.reason === '' ? [] : [['Note', input.reason] as const]),
      ],
      action: { label: 'Look at the withdrawals', url: input.url },
      footnote: 'You get this mail because you own this distributor’s account.',
    };
  },
};
