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

function amountsOf(input: WalletLowInput, context: MailContext) {
  const currency = parseCurrency(input.currency);
  const text = (decimal: string): string => moneyText(money(parseMinor(decimal, currency), currency), context);
  return { spendable: text(input.spendable), mark: text(input.mark) };
}

export const walletLow: MailTemplate<WalletLowInput> = {
  'zh-CN': (input, context) => {
    const { spendable, mark } = amountsOf(input, context);
    return {
      subject: `预存款余额不足：可用 ${spendable}`,
      heading: '预存款余额不足',
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
    const { spendable, mark } = amountsOf(input, context);
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
