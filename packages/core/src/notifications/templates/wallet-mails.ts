import { money, parseCurrency, parseMinor } from '@keyfall/money';
import { moneyText } from './formats.ts';
import type { MailContext, MailTemplate } from './mail-content.ts';

export interface WalletLowInput {
  /** Decimal texts of `currency`: what can be spent, and below what the distributor wants to be told. */
  readonly spendable: string;
  readonly mark: string;
  readonly currency: string;
  /** The portal's page of the wallet. */
  readonly url: string;
}

/** A decimal text beside its currency, as the reader's language writes it. */
function amountOf(decimal: string, code: string, context: MailContext): string {
  const currency = parseCurrency(code);
  return moneyText(money(parseMinor(decimal, currency), currency), context);
}

export const walletLow: MailTemplate<WalletLowInput> = {
  'zh-CN': (input, context) => {
    const spendable = amountOf(input.spendable, input.currency, context);
    const mark = amountOf(input.mark, input.currency, context);
    return {
      subject: `钱包余额不足：可用 ${spendable}`,
      heading: '钱包余额不足',
      paragraphs: [`可用金额已低于您设置的 ${mark}。余额用完后将无法进货，请及时充值。`],
      facts: [
        ['可用金额', spendable],
        ['提醒线', mark],
      ],
      action: { label: '去充值', url: input.url },
      footnote: '您收到此邮件，是因为您是该分销商的负责人。余额回升到提醒线以上之前不会重复提醒。',
    };
  },
  en: (input, context) => {
    const spendable = amountOf(input.spendable, input.currency, context);
    const mark = amountOf(input.mark, input.currency, context);
    return {
      subject: `The wallet is low: ${spendable} can be spent`,
      heading: 'The wallet is low',
      paragraphs: [`Less can be spent than the ${mark} you wanted to know of. Top it up before purchases are refused.`],
      facts: [
        ['Can be spent', spendable],
        ['Your mark', mark],
      ],
      action: { label: 'Top up', url: input.url },
      footnote:
        'You get this mail because you own this distributor’s account. The next one comes only after the wallet has risen above the mark.',
    };
  },
};

export interface WalletShortInput {
  /** Decimal texts of `currency`: what an order would have taken, and what could be spent. */
  readonly needed: string;
  readonly spendable: string;
  readonly currency: string;
  /** The portal's page of the wallet. */
  readonly url: string;
}

export const walletShort: MailTemplate<WalletShortInput> = {
  'zh-CN': (input, context) => {
    const needed = amountOf(input.needed, input.currency, context);
    return {
      subject: `钱包余额不足，有订单未能成交：需要 ${needed}`,
      heading: '钱包余额不足，有订单未能成交',
      paragraphs: [
        '您的店铺自行收款，每笔订单的进货成本从钱包中扣除。有一笔订单因余额不足被拒绝，或已付款项已原路退回。',
        '请及时充值，否则后续订单同样无法成交。',
      ],
      facts: [
        ['该订单需要', needed],
        ['当时可用', amountOf(input.spendable, input.currency, context)],
      ],
      action: { label: '去充值', url: input.url },
      footnote: '您收到此邮件，是因为您是该分销商的负责人。余额足以支付该订单之前不会重复提醒，每小时最多一封。',
    };
  },
  en: (input, context) => {
    const needed = amountOf(input.needed, input.currency, context);
    return {
      subject: `The wallet was short of an order: ${needed} needed`,
      heading: 'The wallet was short of an order',
      paragraphs: [
        'Your shops’ buyers pay you, and what each order costs you is taken from your wallet. One order was refused, or its money sent back, because the wallet did not carry it.',
        'Top it up, or the next orders will go the same way.',
      ],
      facts: [
        ['The order needed', needed],
        ['Could be spent', amountOf(input.spendable, input.currency, context)],
      ],
      action: { label: 'Top up', url: input.url },
      footnote:
        'You get this mail because you own this distributor’s account. The next one comes only after the wallet could have carried that order, and never within the hour.',
    };
  },
};

export interface PayBackRefusedInput {
  readonly payBackNo: string;
  /** Decimal text of `currency`. */
  readonly amount: string;
  readonly currency: string;
  /** Why, as whoever decided wrote it. */
  readonly reason: string;
  /** The portal's page of the wallet. */
  readonly url: string;
}

export const payBackRefused: MailTemplate<PayBackRefusedInput> = {
  'zh-CN': (input, context) => {
    const amount = amountOf(input.amount, input.currency, context);
    return {
      subject: `钱包退还申请未通过：${amount}`,
      heading: '钱包退还申请未通过',
      paragraphs: ['金额已回到钱包，可照常使用。'],
      facts: [
        ['退还编号', input.payBackNo],
        ['金额', amount],
        ['原因', input.reason],
      ],
      action: { label: '查看钱包', url: input.url },
      footnote: '您收到此邮件，是因为您是该分销商的负责人。',
    };
  },
  en: (input, context) => {
    const amount = amountOf(input.amount, input.currency, context);
    return {
      subject: `Your pay-back was refused: ${amount}`,
      heading: 'Your pay-back was refused',
      paragraphs: ['The money is in the wallet again and can be spent as before.'],
      facts: [
        ['Pay-back', input.payBackNo],
        ['Amount', amount],
        ['Reason', input.reason],
      ],
      action: { label: 'Look at the wallet', url: input.url },
      footnote: 'You get this mail because you own this distributor’s account.',
    };
  },
};
