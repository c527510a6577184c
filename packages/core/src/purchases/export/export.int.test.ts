import type { SkuId } from '@keyfall/contracts';
import { BlobReader, TextWriter, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import exceljs from 'exceljs';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal } from '../../context.ts';
import { createSaleWorld, type SaleWorld } from '../../orders/testing/sale-world.ts';
import { brokenInvariants } from '../../orders/testing/sale-steps.ts';
import { approveRefund, requestRefund } from '../../payments/index.ts';
import { placePurchase } from '../place-purchase.ts';
import { readPurchase } from '../read-purchases.ts';
import { openExport } from './open-export.ts';
import { startExport } from './start-export.ts';

const NIL = '00000000-0000-0000-0000-000000000000';
const SECRETS = ['=1+1', 'plain-000', '00123', 'a,"b"', ...Array.from({ length: 26 }, (_, n) => `code-${n}`)];
let world: SaleWorld;
let owner: Ctx<DistributorPrincipal>;
let orderNo: string;

beforeAll(async () => {
  world = await createSaleWorld();
  const last = world.chain.at(-1);
  if (last === undefined) throw new Error('no chain');
  owner = world.distributorStaff(last);
  await world.sql(
    `select ledger.post($1, gen_random_uuid(), 'test:cash', 'adjustment', 'CNY', array['3010', '2040'], array[$2, $3]::uuid[], array[1000000, -1000000]::bigint[])`,
    [world.tenantId, NIL, last.id],
  );
  const sku = await world.addSku({ columns: { allocation: 'fifo' } });
  await world.addSecretCodes(sku, SECRETS);
  const lines = [{ skuId: sku as SkuId, quantity: SECRETS.length }];
  const expectedTotal = 2_600n * BigInt(SECRETS.length);
  ({ orderNo } = await placePurchase(owner, { clientRef: uuidv7(), lines, expectedTotal, currency: 'CNY' }));
});
afterAll(async () => {
  expect(await brokenInvariants(world)).toEqual([]);
  await world.close();
});

type Wish = Partial<Parameters<typeof startExport>[1]>;

async function start(wish: Wish = {}, by = owner) {
  const started = await startExport(by, { orderNo, format: 'csv', zip: false, skipUnits: 0, ...wish });
  return { ...started, ticket: started.url.split('/').at(-1) ?? '' };
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

async function download(wish: Wish = {}, offset = 0) {
  const { ticket, ...started } = await start(wish);
  if (offset > 0) await collect((await openExport(owner, { ticket, offset: 0 })).pieces);
  const file = await openExport(owner, { ticket, offset });
  return { ...started, file, bytes: await collect(file.pieces) };
}

it('writes a text file with every code once', async () => {
  const { bytes } = await download({ format: 'txt' });
  const lines = bytes.toString('utf8').trimEnd().split('\r\n');
  expect(new Set(lines)).toEqual(new Set(SECRETS));
  expect(lines).toHaveLength(SECRETS.length);
});

it('writes a CSV file that runs nothing and goes on where it broke off', async () => {
  const whole = await download();
  const text = whole.bytes.toString('utf8');
  expect(text.startsWith('\uFEFFno,sku,')).toBe(true);
  expect(text).toContain(`,'=1+1,`);
  expect(text).toContain(`"a,""b"""`);
  const rest = await download({}, 700);
  expect(Buffer.concat([whole.bytes.subarray(0, 700), rest.bytes])).toEqual(whole.bytes);
  const anew = await collect((await openExport(owner, { ticket: (await start()).ticket, offset: 700 })).pieces);
  expect(anew).toEqual(rest.bytes);
  const later = await download({ skipUnits: 28 });
  expect(
    later.bytes
      .toString('utf8')
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]),
  ).toEqual(['29', '30']);
});

it('writes a workbook whose cells are text', async () => {
  const { bytes } = await download({ format: 'xlsx' });
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const cells = workbook.worksheets[0]?.getColumn(6).values.slice(2) ?? [];
  expect(new Set(cells)).toEqual(new Set(SECRETS));
  expect(cells).toHaveLength(SECRETS.length);
});

it('writes an archive that opens with the password shown once, by AES, and with no other', async () => {
  const { bytes, password, file } = await download({ format: 'txt', zip: true });
  expect(file.ending).toBe('zip');
  expect(password).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
  const reader = new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)])), { useWebWorkers: false });
  const [entry] = (await reader.getEntries()) as FileEntry[];
  expect(entry?.encrypted).toBe(true);
  expect(entry?.zipCrypto).toBe(false);
  const text = await entry?.getData(new TextWriter(), { password: password ?? '', useWebWorkers: false });
  expect(text?.trimEnd().split('\r\n')).toHaveLength(SECRETS.length);
  await expect(entry?.getData(new Uint8ArrayWriter(), { password: 'wrong', useWebWorkers: false })).rejects.toThrow(
    'password',
  );
  const stored = await world.sql('select row_to_json(e)::text as row from delivery.code_export e');
  expect(JSON.stringify(stored)).not.toContain(password);
});

it('is for one person, once, from the beginning, and only of its own purchase', async () => {
  const { ticket } = await start();
  const other = world.distributorStaff(world.chain.at(-1) ?? world.house);
  await expect(openExport(other, { ticket, offset: 0 })).rejects.toMatchObject({ code: 'token_invalid' });
  await collect((await openExport(owner, { ticket, offset: 0 })).pieces);
  await expect(openExport(owner, { ticket, offset: 0 })).rejects.toMatchObject({ code: 'token_invalid' });
  const sibling = world.distributorStaff(await world.addDistributor(world.chain[1] ?? null));
  await expect(start({}, sibling)).rejects.toMatchObject({ code: 'order_not_found' });
  await expect(start({ skipUnits: 30 })).rejects.toMatchObject({ code: 'delivery_not_ready' });
  const { ticket: archive } = await start({ zip: true });
  await collect((await openExport(owner, { ticket: archive, offset: 0 })).pieces);
  await expect(openExport(owner, { ticket: archive, offset: 5 })).rejects.toMatchObject({ code: 'validation_failed' });
});

it('leaves a record before the first code leaves, and how far it came', async () => {
  const fresh = world.distributorStaff(world.chain.at(-1) ?? world.house);
  const { ticket } = await start({}, fresh);
  const opened = () =>
    world.sql<{ n: bigint }>(`select count(*) as n from inventory.reveal where channel = 'export' and actor_id = $1`, [
      fresh.principal.loginId,
    ]);
  const { pieces } = await openExport(fresh, { ticket, offset: 0 });
  expect(await opened()).toEqual([{ n: 0n }]);
  await pieces.next();
  expect(await opened()).toEqual([{ n: BigInt(SECRETS.length) }]);
  await pieces.return();
  const purchase = await readPurchase(owner, { orderNo });
  expect(purchase.exports.filter((row) => row.finishedAt === null)).toHaveLength(1);
  expect(purchase.exports.some((row) => row.units === SECRETS.length && row.finishedAt !== null)).toBe(true);
});

it('holds no code that was given back, and those that were taken are lost', async () => {
  const units = [{ line: 1, delivered: 2, undelivered: 0 }];
  const { refundId } = await requestRefund(world.staff('support'), { orderNo, units, reason: 'test' });
  await approveRefund(world.staff('finance'), { refundId });
  const { bytes } = await download({ format: 'txt' });
  expect(bytes.toString('utf8').trimEnd().split('\r\n')).toHaveLength(SECRETS.length - 2);
  expect((await world.balances())['5050']).toBe(4_000n);
});
