import type { StatementHead, StatementPart, StatementSection } from '@keyfall/core/statements';
import type { InvoiceDocument } from '@keyfall/core/invoices';
import { describe, expect, it } from 'vitest';
import { invoiceWriter } from './invoice-writer.ts';
import { statementWriter } from './statement-writer.ts';

const HEAD: StatementHead = {
  partyName: '星辰数码 =cmd',
  from: '2026-10-01',
  until: '2026-10-31',
  timezone: 'Asia/Shanghai',
  open: false,
};
const SECTION: StatementSection = { code: '2020', name: 'available', currency: 'CNY', opening: 1000n };

async function* partsOf(lines: number): AsyncGenerator<StatementPart> {
  yield { part: 'section', section: SECTION };
  for (let n = 1; n <= lines; n += 1) {
    const line = {
      at: new Date('2026-10-05T16:30:00Z'),
      kind: 'release',
      reference: n === 1 ? '=1+1' : `ORDER${n}`,
      memo: null,
      amount: 250n,
      balance: 1000n + 250n * BigInt(n),
    };
    yield { part: 'line', section: SECTION, line };
    await Promise.resolve();
  }
  yield { part: 'end', section: SECTION, closing: 1000n + 250n * BigInt(lines) };
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe('a statement as CSV', () => {
  it('says account, kind and time in the reader’s language and the tenant’s zone, and is harmless in a spreadsheet', async () => {
    const text = (await bytesOf(statementWriter.csv(HEAD, partsOf(2), 'zh-CN'))).toString('utf8');
    expect(text.startsWith('\ufeff科目,时间,类型,单号,币种,金额,余额\r\n')).toBe(true);
    const rows = text.trim().split('\r\n');
    expect(rows[1]).toBe('2020 可提现收益,,期初余额,,CNY,,10.00');
    expect(rows[2]).toContain('2026/10/06');
    expect(rows[2]).toContain("佣金解冻,'=1+1,CNY,2.50,12.50");
    expect(rows.at(-1)).toBe('2020 可提现收益,,期末余额,,CNY,,15.00');
  });
});

describe('a statement as PDF', () => {
  it.each(['zh-CN', 'en'] as const)(
    'in %s has the pages that its entries need, with the fonts inside',
    async (locale) => {
      const pdf = await bytesOf(statementWriter.pdf(HEAD, partsOf(120), locale));
      const text = pdf.toString('latin1');
      expect(text.startsWith('%PDF-1.')).toBe(true);
      expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
      expect(text.match(/\/Type \/Page\b/g)).toHaveLength(4);
      expect(text).toContain('NotoSansSC');
      expect(pdf.length).toBeLessThan(400_000);
    },
  );

  it('ends with the failure of whoever reads the entries', async () => {
    async function* broken(): AsyncGenerator<StatementPart> {
      yield { part: 'section', section: SECTION };
      await Promise.resolve();
      throw new Error('the database went away');
    }
    await expect(bytesOf(statementWriter.pdf(HEAD, broken(), 'en'))).rejects.toThrow('the database went away');
  });
});

const INVOICE: InvoiceDocument = {
  number: '2026-000012',
  kind: 'special',
  issuedAt: new Date('2026-10-05T16:30:00Z'),
  voided: null,
  timezone: 'Asia/Shanghai',
  issuer: {
    legalName: '星河数字有限公司',
    taxNumber: '91310000MA1K00000X',
    address: '上海市浦东新区',
    phone: '021-5550000',
    bankName: '工商银行',
    bankNumber: '6222 0000',
  },
  recipient: { title: '星辰数码', taxNumber: null, address: null, phone: null, bankName: null, bankNumber: null },
  period: { from: '2026-10-01', until: '2026-10-31' },
  note: null,
  currency: 'CNY',
  amount: 180_000n,
  taxRate: '6',
  taxAmount: 10_189n,
  orders: Array.from({ length: 40 }, (_, n) => ({
    about: n % 2 === 0 ? 'purchase' : 'charge',
    orderNo: `0000000000000${100 + n}`,
    paidAt: new Date('2026-10-02T08:00:00Z'),
    amount: 3_000n,
  })),
  sums: [],
};
const VOIDED = { at: new Date('2026-10-08T01:00:00Z'), reason: 'wrong title' };

describe('an invoice as PDF', () => {
  it.each(['zh-CN', 'en'] as const)('in %s has the pages that its orders need', async (locale) => {
    const text = (await bytesOf(invoiceWriter.pdf(INVOICE, locale))).toString('latin1');
    expect(text.startsWith('%PDF-1.')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(2);
  });

  it('about many orders sums them by days, on one page', async () => {
    const sums: InvoiceDocument['sums'] = [
      { from: '2026-10-02', until: '2026-10-02', about: 'charge', orders: 12_000, amount: 150_000n },
      { from: '2026-10-02', until: '2026-10-31', about: 'purchase', orders: 1, amount: 30_000n },
    ];
    for (const locale of ['zh-CN', 'en'] as const) {
      const text = (await bytesOf(invoiceWriter.pdf({ ...INVOICE, orders: [], sums }, locale))).toString('latin1');
      expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    }
  });

  it('that is void bears a pale mark across each page', async () => {
    const pale = (pdf: Buffer) => pdf.toString('latin1').includes('/ca 0.22');
    expect(pale(await bytesOf(invoiceWriter.pdf(INVOICE, 'en')))).toBe(false);
    const voided = await bytesOf(invoiceWriter.pdf({ ...INVOICE, voided: VOIDED }, 'en'));
    expect(pale(voided)).toBe(true);
    // Two lines more, and not a page for the mark.
    expect(voided.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
  });
});
