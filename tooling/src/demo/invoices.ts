import { randomUUID } from 'node:crypto';
import { fromMoneyDto, type InvoiceId } from '@keyfall/contracts';
import type { InvoiceRecipient } from '@keyfall/contracts/invoice-schemas';
import type { BuyerPrincipal, Ctx, DistributorPrincipal, StaffPrincipal } from '@keyfall/core';
import { listOwnOrders } from '@keyfall/core/delivery';
import {
  issueInvoice,
  readIssuerInvoice,
  refuseInvoice,
  requestBuyerInvoice,
  requestInvoice,
  saveIssuer,
  voidInvoice,
} from '@keyfall/core/invoices';
import { listPurchases } from '@keyfall/core/purchases';

export interface DemoInvoicesWorld {
  readonly owner: Ctx<StaffPrincipal>;
  /** Bought twice from the house, and sells to the buyers. */
  readonly seller: Ctx<DistributorPrincipal>;
  /** Takes its shops' money itself. */
  readonly collector: Ctx<DistributorPrincipal>;
  readonly buyers: readonly Ctx<BuyerPrincipal>[];
}

const DAY_MS = 86_400_000;
const NOTHING_MORE = { address: null, phone: null, bankName: null, bankNumber: null, mail: null, note: null };
const COMPANY: InvoiceRecipient = {
  kind: 'special',
  title: '小鹿数码有限公司',
  taxNumber: '91330106MA2KXL000X',
  address: '杭州市西湖区文三路 100 号',
  phone: '0571-88880000',
  bankName: '招商银行杭州分行',
  bankNumber: '5719 0000 1111 222',
  mail: 'xiaolu@demo.example',
  note: null,
};

/** Invoices in every state on both levels, by the use cases: asked for, issued, void, refused. */
export async function makeInvoices({ owner, seller, collector, buyers }: DemoInvoicesWorld): Promise<void> {
  await saveIssuer(owner, {
    legalName: '星河数字有限公司 Galaxy Digital Ltd',
    taxNumber: '91310115MA1K4XHE0D',
    address: '上海市浦东新区张江路 88 号',
    phone: '021-50500000',
    bankName: '招商银行上海分行',
    bankNumber: '7559 0012 3456 789',
    taxRate: '6',
  });
  await saveIssuer(seller, {
    ...NOTHING_MORE,
    legalName: COMPANY.title,
    taxNumber: COMPANY.taxNumber ?? '',
    taxRate: '3',
  });
  const { items } = await listPurchases(seller, { limit: 2 });
  const [newer, older] = items.map((purchase) => purchase.orderNo);
  if (newer === undefined || older === undefined) throw new Error('the demo’s seller has bought twice');
  const mistaken = await ask(seller, older, { ...COMPANY, title: '小鹿数码' });
  await issue(owner, mistaken);
  await voidInvoice(owner, { invoiceId: mistaken, reason: '抬头有误 The title was wrong' });
  await issue(owner, await ask(seller, older, COMPANY));
  const refused = await ask(seller, newer, { ...COMPANY, taxNumber: '91330106' });
  await refuseInvoice(owner, { invoiceId: refused, reason: '税号位数不对 The tax number is too short' });
  await ask(seller, newer, COMPANY);
  await askForPeriod(collector, { ...NOTHING_MORE, kind: 'ordinary', title: '云仓科技有限公司', taxNumber: null });
  await makeBuyerInvoices(seller, buyers);
}

/** Of two buyers of the seller's shop: one issued, one waits. */
async function makeBuyerInvoices(
  seller: Ctx<DistributorPrincipal>,
  buyers: readonly Ctx<BuyerPrincipal>[],
): Promise<void> {
  const titles = ['王小明', '杭州晨光贸易有限公司'];
  for (const buyer of buyers) {
    if (titles.length === 0) return;
    if (buyer.principal.distributorId !== seller.principal.distributorId) continue;
    const { items } = await listOwnOrders(buyer, { limit: 10 });
    const order = items.find((one) => one.state === 'delivered');
    if (order === undefined) continue;
    const recipient: InvoiceRecipient = {
      ...NOTHING_MORE,
      kind: 'ordinary',
      title: titles.shift() ?? '',
      taxNumber: null,
    };
    const { invoiceId } = await requestBuyerInvoice(buyer, {
      clientRef: randomUUID(),
      orderNo: order.orderNo,
      recipient,
    });
    if (titles.length === 1) await issue(seller, invoiceId as InvoiceId);
  }
}

async function ask(by: Ctx<DistributorPrincipal>, orderNo: string, recipient: InvoiceRecipient): Promise<InvoiceId> {
  const scope = { by: 'orders' as const, orderNos: [orderNo] };
  return (await requestInvoice(by, { clientRef: randomUUID(), scope, recipient })).invoiceId as InvoiceId;
}

/** About all that a wallet paid in the last days: purchases, and goods of orders whose money its owner took itself. */
async function askForPeriod(by: Ctx<DistributorPrincipal>, recipient: InvoiceRecipient): Promise<void> {
  const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const scope = { by: 'period' as const, period: { from: dayAfter(-30), until: dayAfter(1) } };
  await requestInvoice(by, { clientRef: randomUUID(), scope, recipient });
}

async function issue(ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>, invoiceId: InvoiceId): Promise<void> {
  const { toSign } = await readIssuerInvoice(ctx, { invoiceId });
  if (toSign === null) throw new Error('the demo’s invoice cannot be issued');
  const signed = { amount: fromMoneyDto(toSign.amount).minor, taxAmount: fromMoneyDto(toSign.taxAmount).minor };
  await issueInvoice(ctx, { invoiceId, signed });
}
