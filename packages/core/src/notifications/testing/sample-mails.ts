import { money } from '@keyfall/money';
import type { MailInputs } from '../templates/render-mail.ts';

export const SAMPLE_LINK = 'https://shop.example.com/o/7H2K?t=abc&next=%2Forders';

/** Facts for every mail there is, with every text in them put through `text`. */
export function sampleMails(text: (value: string) => string = (value) => value): MailInputs {
  const url = SAMPLE_LINK;
  const expiresAt = new Date('2026-01-31T16:30:00Z');
  return {
    invitation: { inviterName: text('Wang Fang'), organisationName: text('Cloud Cards'), url, expiresAt },
    application_begun: { organisationName: text('Cloud Cards'), name: text('Corner Shop'), url, expiresAt },
    application_handed_in: { name: text('Corner Shop'), contactName: text('Li Lei'), url },
    password_reset: { url, expiresAt },
    verify_mail: { url, expiresAt },
    order_paid: { orderNumber: text('7H2KQ9'), deliverAt: null, url },
    order_delivered: {
      orderNumber: text('7H2KQ9'),
      lines: [
        { name: text('Video VIP, 1 month'), quantity: 1200 },
        { name: text('Music, 12 months'), quantity: 1 },
      ],
      url,
    },
    order_refunded: { orderNumber: text('7H2KQ9'), amount: money(123_450n, 'CNY'), isWhole: true, url },
    money_returned: { orderNumber: text('7H2KQ9'), amount: money(3_000n, 'CNY'), url },
    order_closed: { orderNumber: text('7H2KQ9'), isByShop: false, url },
    find_order: { url, expiresAt },
    payee_changed: { change: 'added', holder: text('Cloud Cards'), mask: text('•••• 7890'), hours: 24, url },
    withdrawal_news: {
      outcome: 'returned',
      withdrawalNo: text('W7H2KQ9'),
      amount: '3.00',
      net: '2.50',
      currency: 'CNY',
      reason: text('The account is closed'),
      isOfWallet: false,
      url,
    },
    invoice_news: {
      outcome: 'refused',
      title: text('Cloud Cards'),
      number: null,
      amount: '30.00',
      currency: 'CNY',
      reason: text('The tax number is wrong'),
      url,
    },
    prices_lifted: { toReprice: 3, dearer: 12, url },
    wallet_short: { needed: '26.00', spendable: '24.00', currency: 'CNY', url },
    pay_back_refused: {
      payBackNo: text('B7H2KQ9'),
      amount: '300.00',
      currency: 'CNY',
      reason: text('Ask for less'),
      url,
    },
    wallet_low: { spendable: '120.00', mark: '500.00', currency: 'CNY', url },
    distributor_news: { news: 'frozen', name: text('Cloud Cards'), reason: text('Late papers'), url },
  };
}
