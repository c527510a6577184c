import { csvLine } from '../inventory/index.ts';

/** One payout as a bank's upload form wants it. */
export interface BankFileLine {
  readonly withdrawalNo: string;
  readonly holder: string;
  readonly number: string;
  readonly bankName: string | null;
  readonly branch: string | null;
  /** Decimal text. */
  readonly amount: string;
  readonly currency: string;
}

const HEADER = [
  '序号 No.',
  '收款人 Payee',
  '收款账号 Account',
  '开户行 Bank',
  '支行 Branch',
  '金额 Amount',
  '币种 Currency',
  '用途 Purpose',
] as const;

/** The file as text: one line a payout, in the order given; no cell is a formula to a spreadsheet. */
export function writeBankFile(lines: readonly BankFileLine[]): string {
  const body = lines.map((line, index) =>
    csvLine([
      String(index + 1),
      line.holder,
      line.number,
      line.bankName ?? '',
      line.branch ?? '',
      line.amount,
      line.currency,
      line.withdrawalNo,
    ]),
  );
  return [csvLine([...HEADER]), ...body].join('');
}
