import { PortError } from '@keyfall/core';
import type { BillRow } from '@keyfall/core/payments';
import { z } from 'zod';

const HEADER = 'kind,occurred_at,transaction_id,reference,refund_reference,currency,gross,refunded,fee,net';
const END = /^end,(0|[1-9][0-9]{0,8})$/;
const LINE_CHARACTERS_MAX = 1000;
const ROWS_MAX = 5_000_000;

const figure = z
  .string()
  .regex(/^-?(?:0|[1-9][0-9]{0,17})$/)
  .transform((digits) => BigInt(digits));
const name = z.string().regex(/^[A-Za-z0-9._:-]{1,200}$/);

const rowSchema = z.tuple([
  z.enum(['payment', 'refund']),
  z.iso.datetime({ offset: true }),
  name,
  name,
  z.union([z.literal(''), name]),
  z.string().regex(/^[A-Z0-9]{2,12}$/),
  figure,
  figure,
  figure,
  figure,
]);

/**
 * Reads a bill line by line in flat memory. The file says at its end how many lines it has: without that line, with
 * another count, or with a line that does not add up, the bill is refused as a whole.
 *
 * @throws PortError
 */
export async function* readBill(chunks: AsyncIterable<string>): AsyncGenerator<BillRow> {
  let rows = 0;
  let stage: 'header' | 'rows' | 'ended' = 'header';
  for await (const line of linesOf(chunks)) {
    if (stage === 'ended') throw refused('goes on after its end');
    if (stage === 'header') {
      if (line !== HEADER) throw refused('has another header');
      stage = 'rows';
      continue;
    }
    const end = END.exec(line);
    if (end) {
      if (Number(end[1]) !== rows) throw cutOff();
      stage = 'ended';
      continue;
    }
    rows += 1;
    if (rows > ROWS_MAX) throw refused('has too many lines');
    yield rowOf(line);
  }
  if (stage !== 'ended') throw cutOff();
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARACTERS_MAX) throw refused('has a line that is too long');
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function rowOf(line: string): BillRow {
  const parsed = rowSchema.safeParse(line.split(','));
  if (!parsed.success) throw refused('has a line that cannot be read');
  const [kind, occurredAt, transactionId, reference, refundReference, currency, gross, refunded, fee, net] =
    parsed.data;
  const hasRefund = refundReference !== '';
  if (net !== gross - refunded - fee || hasRefund !== (kind === 'refund'))
    throw refused('has a line that does not add up');
  return {
    kind,
    transactionId,
    reference,
    ...(hasRefund ? { refundReference } : {}),
    currency,
    gross,
    refunded,
    fee,
    net,
    occurredAt: new Date(occurredAt),
  };
}

function refused(what: string): PortError {
  return new PortError(`sandbox gateway: the bill ${what}`, { retryable: false });
}

function cutOff(): PortError {
  return new PortError('sandbox gateway: the bill is cut off', { retryable: true });
}
