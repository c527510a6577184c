import { applicationBegun, invitation, passwordReset, verifyMail } from './account-mails.ts';
import type { ApplicationBegunInput, InvitationInput, PasswordResetInput, VerifyMailInput } from './account-mails.ts';
import { applicationHandedIn, distributorNews } from './distributor-mails.ts';
import type { ApplicationHandedInInput, DistributorNewsInput } from './distributor-mails.ts';
import { invoiceNews, type InvoiceNewsInput } from './invoice-mails.ts';
import type { MailContext, MailTemplate, RenderedMail } from './mail-content.ts';
import { findOrder, moneyReturned, orderClosed, orderDelivered, orderPaid, orderRefunded } from './order-mails.ts';
import type {
  FindOrderInput,
  MoneyReturnedInput,
  OrderClosedInput,
  OrderDeliveredInput,
  OrderPaidInput,
  OrderRefundedInput,
} from './order-mails.ts';
import { pricesLifted, type PricesLiftedInput } from './price-mails.ts';
import { renderContent } from './render-content.ts';
import { payBackRefused, walletLow, walletShort } from './wallet-mails.ts';
import type { PayBackRefusedInput, WalletLowInput, WalletShortInput } from './wallet-mails.ts';
import { payeeChanged, withdrawalNews, type PayeeChangedInput, type WithdrawalNewsInput } from './withdrawal-mails.ts';

/** Every mail there is, by the name it is stored under, with the facts it is made of. */
export interface MailInputs {
  readonly invitation: InvitationInput;
  readonly application_begun: ApplicationBegunInput;
  readonly application_handed_in: ApplicationHandedInInput;
  readonly password_reset: PasswordResetInput;
  readonly verify_mail: VerifyMailInput;
  readonly order_paid: OrderPaidInput;
  readonly order_delivered: OrderDeliveredInput;
  readonly order_refunded: OrderRefundedInput;
  readonly money_returned: MoneyReturnedInput;
  readonly order_closed: OrderClosedInput;
  readonly find_order: FindOrderInput;
  readonly payee_changed: PayeeChangedInput;
  readonly withdrawal_news: WithdrawalNewsInput;
  readonly invoice_news: InvoiceNewsInput;
  readonly distributor_news: DistributorNewsInput;
  readonly prices_lifted: PricesLiftedInput;
  readonly wallet_low: WalletLowInput;
  readonly wallet_short: WalletShortInput;
  readonly pay_back_refused: PayBackRefusedInput;
}
export type MailKind = keyof MailInputs;

const TEMPLATES: { readonly [Kind in MailKind]: MailTemplate<MailInputs[Kind]> } = {
  invitation,
  application_begun: applicationBegun,
  application_handed_in: applicationHandedIn,
  password_reset: passwordReset,
  verify_mail: verifyMail,
  order_paid: orderPaid,
  order_delivered: orderDelivered,
  order_refunded: orderRefunded,
  money_returned: moneyReturned,
  order_closed: orderClosed,
  find_order: findOrder,
  payee_changed: payeeChanged,
  withdrawal_news: withdrawalNews,
  invoice_news: invoiceNews,
  distributor_news: distributorNews,
  prices_lifted: pricesLifted,
  wallet_low: walletLow,
  wallet_short: walletShort,
  pay_back_refused: payBackRefused,
};

export const MAIL_KINDS = Object.keys(TEMPLATES) as readonly MailKind[];

/**
 * The mail of a kind in the reader's language and the brand's look, as text and HTML. Pure. Values are data throughout:
 * no name, file or brand can add markup, lines or headers.
 *
 * @throws InvariantError when the link is no web address
 */
export function renderMail<Kind extends MailKind>(
  kind: Kind,
  input: MailInputs[Kind],
  context: MailContext,
): RenderedMail {
  return renderContent(TEMPLATES[kind][context.locale](input, context), context);
}
