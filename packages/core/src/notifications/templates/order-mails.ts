import type { Money } from '@keyfall/money';
import { countText, momentText, moneyText } from './formats.ts';
import type { MailContent, MailContext, MailTemplate } from './mail-content.ts';

/** A line as the buyer knows it. There is no field for a code: mails carry links, never codes. */
export interface MailedLine {
  readonly name: string;
  readonly quantity: number;
}

export interface OrderPaidInput {
  readonly orderNumber: string;
  /** When it is handed over, where that is a set time; null: as soon as possible. */
  readonly deliverAt: Date | null;
  /** The order's page; holds the guest's token where there is no account. */
  readonly url: string;
}

export const orderPaid: MailTemplate<OrderPaidInput> = {
  'zh-CN': (input, context) => ({
    subject: `订单 ${input.orderNumber} 已付款`,
    heading: '已收到您的付款',
    paragraphs: [
      input.deliverAt === null
        ? '商品正在准备，发货后会再发邮件通知您。您也可以随时打开订单查看进度。'
        : `商品已为您留好，将于 ${momentText(input.deliverAt, context)} 发货，届时会再发邮件通知您。`,
    ],
    facts: [['订单号', input.orderNumber], ...plannedFact('发货时间', input.deliverAt, context)],
    action: { label: '查看订单', url: input.url },
    footnote: '打开链接即可查看订单，请不要转发此邮件。',
  }),
  en: (input, context) => ({
    subject: `We received your payment for order ${input.orderNumber}`,
    heading: 'Thank you for your payment',
    paragraphs: [
      input.deliverAt === null
        ? 'Your order is being prepared, and we write again once it is there. Open it at any time to see how far it is.'
        : `Your order is set aside for you. It will be delivered on ${momentText(input.deliverAt, context)}, and we write again then.`,
    ],
    facts: [['Order number', input.orderNumber], ...plannedFact('Delivery', input.deliverAt, context)],
    action: { label: 'Open the order', url: input.url },
    footnote: 'Whoever has this link can open the order: please do not forward this mail.',
  }),
};

function plannedFact(label: string, at: Date | null, context: MailContext): NonNullable<MailContent['facts']> {
  return at === null ? [] : [[label, momentText(at, context)]];
}

export interface OrderDeliveredInput {
  readonly orderNumber: string;
  readonly lines: readonly MailedLine[];
  /** The order's page, where the codes are revealed; holds the guest's token where there is no account. */
  readonly url: string;
}

export const orderDelivered: MailTemplate<OrderDeliveredInput> = {
  'zh-CN': (input, context) => ({
    subject: `订单 ${input.orderNumber} 已发货`,
    heading: '您的订单已发货',
    paragraphs: ['点击下面的按钮打开订单，即可查看卡密。为了您的安全，卡密不会出现在邮件里。'],
    facts: [['订单号', input.orderNumber], ...lineFacts(input.lines, context)],
    action: { label: '查看订单', url: input.url },
    footnote: '打开链接即可查看订单，请不要转发此邮件。',
  }),
  en: (input, context) => ({
    subject: `Order ${input.orderNumber} is delivered`,
    heading: 'Your order is here',
    paragraphs: [
      'Open the order to see what you bought. For your safety, the codes themselves are never sent by mail.',
    ],
    facts: [['Order number', input.orderNumber], ...lineFacts(input.lines, context)],
    action: { label: 'Open the order', url: input.url },
    footnote: 'Whoever has this link can open the order: please do not forward this mail.',
  }),
};

function lineFacts(lines: readonly MailedLine[], context: MailContext): NonNullable<MailContent['facts']> {
  return lines.map((line) => [line.name, `× ${countText(line.quantity, context)}`] as const);
}

export interface OrderRefundedInput {
  readonly orderNumber: string;
  readonly amount: Money;
  /** Whether nothing of the order is left, or some of it stays with the buyer. */
  readonly isWhole: boolean;
  readonly url: string;
}

export const orderRefunded: MailTemplate<OrderRefundedInput> = {
  'zh-CN': (input, context) => ({
    subject: `订单 ${input.orderNumber} 已退款 ${moneyText(input.amount, context)}`,
    heading: input.isWhole ? '订单已全额退款' : '订单已部分退款',
    paragraphs: ['款项按原支付方式退回，到账时间取决于支付机构，一般为 1 至 5 个工作日。'],
    facts: [
      ['订单号', input.orderNumber],
      ['退款金额', moneyText(input.amount, context)],
    ],
    action: { label: '查看订单', url: input.url },
    footnote: '您收到此邮件，是因为这笔订单使用了您的邮箱。',
  }),
  en: (input, context) => ({
    subject: `Refund of ${moneyText(input.amount, context)} for order ${input.orderNumber}`,
    heading: input.isWhole ? 'Your order was refunded' : 'Part of your order was refunded',
    paragraphs: [
      'The money goes back the way you paid. When it arrives depends on your bank, usually within 1 to 5 working days.',
    ],
    facts: [
      ['Order number', input.orderNumber],
      ['Refunded', moneyText(input.amount, context)],
    ],
    action: { label: 'Open the order', url: input.url },
    footnote: 'You get this mail because the order was placed with your address.',
  }),
};

export interface MoneyReturnedInput {
  readonly orderNumber: string;
  readonly amount: Money;
  readonly url: string;
}

/** Money that came too late, twice or in a wrong amount goes back; the order itself stays as it is. */
export const moneyReturned: MailTemplate<MoneyReturnedInput> = {
  'zh-CN': (input, context) => ({
    subject: `订单 ${input.orderNumber} 的一笔付款已退回：${moneyText(input.amount, context)}`,
    heading: '一笔付款已退回',
    paragraphs: [
      '这笔付款到账时订单已无法使用它（例如重复付款、金额不符或订单已关闭），因此已按原支付方式全额退回。到账时间取决于支付机构，一般为 1 至 5 个工作日。',
    ],
    facts: [
      ['订单号', input.orderNumber],
      ['退回金额', moneyText(input.amount, context)],
    ],
    action: { label: '查看订单', url: input.url },
    footnote: '您收到此邮件，是因为这笔订单使用了您的邮箱。',
  }),
  en: (input, context) => ({
    subject: `A payment of ${moneyText(input.amount, context)} for order ${input.orderNumber} was sent back`,
    heading: 'A payment was sent back',
    paragraphs: [
      'The order had no use for this payment: it came twice, in another amount, or after the order was closed. All of it goes back the way you paid, usually within 1 to 5 working days.',
    ],
    facts: [
      ['Order number', input.orderNumber],
      ['Sent back', moneyText(input.amount, context)],
    ],
    action: { label: 'Open the order', url: input.url },
    footnote: 'You get this mail because the order was placed with your address.',
  }),
};

export interface OrderClosedInput {
  readonly orderNumber: string;
  /** Whether the shop gave the order up; else it was not paid in time. */
  readonly isByShop: boolean;
  readonly url: string;
}

export const orderClosed: MailTemplate<OrderClosedInput> = {
  'zh-CN': (input) => ({
    subject: input.isByShop ? `订单 ${input.orderNumber} 已被店铺取消` : `订单 ${input.orderNumber} 未按时付款，已关闭`,
    heading: input.isByShop ? '店铺取消了您的订单' : '订单未按时付款，已关闭',
    paragraphs: [
      '我们没有收到您的款项，为您保留的商品已释放。如果仍然需要，请重新下单。',
      '如果您其实已经付款，不必担心：款项到账后，有货就自动发货，否则自动原路退回。请不要为同一订单重复付款。',
    ],
    facts: [['订单号', input.orderNumber]],
    action: { label: '查看订单', url: input.url },
    footnote: '您收到此邮件，是因为这笔订单使用了您的邮箱。',
  }),
  en: (input) => ({
    subject: input.isByShop
      ? `Order ${input.orderNumber} was cancelled by the shop`
      : `Order ${input.orderNumber} was not paid in time and is closed`,
    heading: input.isByShop ? 'The shop cancelled your order' : 'Your order was not paid in time',
    paragraphs: [
      'We received no money for it, and what was kept for you is on sale again. If you still want it, please order again.',
      'If you did pay, you need to do nothing: once the money arrives, the goods are delivered if they are still there, or all of it goes back by itself. Please do not pay the same order twice.',
    ],
    facts: [['Order number', input.orderNumber]],
    action: { label: 'Open the order', url: input.url },
    footnote: 'You get this mail because the order was placed with your address.',
  }),
};

export interface FindOrderInput {
  /** Holds the short-lived token, or leads to the order of an account, which asks to sign in. */
  readonly url: string;
  /** Until when the link opens the order by itself; null for an account's. */
  readonly expiresAt: Date | null;
}

export const findOrder: MailTemplate<FindOrderInput> = {
  'zh-CN': (input, context) => ({
    subject: `在${context.brand.name}查找订单`,
    heading: '打开您的订单',
    paragraphs: [
      '有人用您的邮箱查找订单。点击下面的按钮即可打开。',
      input.expiresAt === null
        ? '此订单属于您的账户，打开后请登录。'
        : `链接在 ${momentText(input.expiresAt, context)} 前有效。`,
    ],
    action: { label: '打开订单', url: input.url },
    footnote: '如果不是您本人操作，请忽略此邮件，并且不要转发。',
  }),
  en: (input, context) => ({
    subject: `Your order at ${context.brand.name}`,
    heading: 'Open your order',
    paragraphs: [
      'Somebody looked for an order with your mail address. Open it below.',
      input.expiresAt === null
        ? 'It belongs to your account: you will be asked to log in.'
        : `The link works until ${momentText(input.expiresAt, context)}.`,
    ],
    action: { label: 'Open the order', url: input.url },
    footnote: 'If it was not you, ignore this mail and do not forward it.',
  }),
};
