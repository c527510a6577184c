import { money, parseCurrency, parseMinor } from '@keyfall/money';
import { moneyText } from './formats.ts';
import type { MailContext, MailTemplate } from './mail-content.ts';

/** What became of an invoice somebody asked for. */
export interface InvoiceNewsInput {
  readonly outcome: 'issued' | 'refused' | 'void';
  /** In whose name it is. */
  readonly title: string;
  /** Null when it never had one. */
  readonly number: string | null;
  /** Decimal text of `currency`, tax included. */
  readonly amount: string;
  readonly currency: string;
  /** Why not, as whoever decided wrote it. */
  readonly reason: string | null;
  /** Where it can be looked at and downloaded: the order's page, or the portal's. */
  readonly url: string;
}

const ZH = {
  issued: ['发票已开具', '您申请的发票已开具，可打开链接下载 PDF。'],
  refused: ['发票申请未通过', '请核对后重新申请。'],
  void: ['发票已作废', '该发票不再有效。如有需要，可以重新申请。'],
} as const;
const EN = {
  issued: ['Your invoice is issued', 'The invoice you asked for is ready. Open the link to download it as PDF.'],
  refused: ['Your invoice was refused', 'Look at the reason, correct it and ask again.'],
  void: ['Your invoice was made void', 'It does not count any more. You may ask for another one.'],
} as const;

function amountOf({ amount, currency: code }: InvoiceNewsInput, context: MailContext): string {
  const currency = parseCurrency(code);
  return moneyText(money(parseMinor(amount, currency), currency), context);
}

export const invoiceNews: MailTemplate<InvoiceNewsInput> = {
  'zh-CN': (input, context) => {
    const [heading, sentence] = ZH[input.outcome];
    return {
      subject: input.number === null ? heading : `${heading}：${input.number}`,
      heading,
      paragraphs: [sentence],
      facts: [
        ...(input.number === null ? [] : [['发票编号', input.number] as const]),
        ['发票抬头', input.title],
        ['金额', amountOf(input, context)],
        ...(input.reason === null ? [] : [['原因', input.reason] as const]),
      ],
      action: { label: '查看发票', url: input.url },
      footnote: '您收到此邮件，是因为您申请了这张发票。请不要转发此邮件。',
    };
  },
  en: (input, context) => {
    const [heading, sentence] = EN[input.outcome];
    return {
      subject: input.number === null ? heading : `${heading}: ${input.number}`,
      heading,
      paragraphs: [sentence],
      facts: [
        ...(input.number === null ? [] : [['Invoice', input.number] as const]),
        ['In the name of', input.title],
        ['Amount', amountOf(input, context)],
        ...(input.reason === null ? [] : [['Reason', input.reason] as const]),
      ],
      action: { label: 'Look at the invoice', url: input.url },
      footnote: 'You get this mail because you asked for this invoice. Please do not forward it.',
    };
  },
};
