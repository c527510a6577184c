// `npm run bench -- NAME`: one benchmark against a durable PostgreSQL of its own, one JSON object a line.
import { exportPurchase } from './export-purchase.ts';
import { hotSku } from './hot-sku.ts';
import { importCodesBench } from './import-codes.ts';
import { parseOptions, type BenchOptions } from './options.ts';
import { orderShop } from './order-shop.ts';
import { pricePage } from './price-page.ts';
import { reportReads } from './report-reads.ts';
import { rowSecurity } from './row-security.ts';
import { walletHot } from './wallet-hot.ts';

interface Bench {
  readonly what: string;
  run(options: BenchOptions): Promise<void>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  'order-shop': { what: 'quote, order, signed payment webhook, delivered; 1, 8 and 32 clients', run: orderShop },
  'hot-sku': { what: '1,000 buyers for 300 codes of one SKU', run: hotSku },
  import: { what: 'a file of --rows codes parsed, deduplicated, sealed and committed', run: importCodesBench },
  export: { what: 'one order of --rows codes (100,000 at most) to an encrypted archive', run: exportPurchase },
  'wallet-hot': { what: 'one wallet, 32 clients that buy a code each', run: walletHot },
  'price-page': { what: '50 SKUs at depth 6 among 100,000 SKUs and 10,000 distributors', run: pricePage },
  report: { what: 'reports, statements and lists with 200,000 orders in the books', run: reportReads },
  rls: { what: 'the order path with and without row-level security', run: rowSecurity },
};

const HELP = [
  'npm run bench -- NAME [--seconds N] [--rounds N] [--rows N]',
  '',
  ...Object.entries(BENCHES).map(([name, bench]) => `  ${name.padEnd(12)} ${bench.what}`),
  '',
  '  --seconds N  length of one run, 4 by default',
  '  --rounds N   how often own path and floor take turns, 3 by default; the median counts',
  '  --rows N     codes of import, 1,000,000 by default',
  '',
  'Each line is {"bench","metric","value","unit","floor","ratio"}. The floor is measured in the same run: the least SQL',
  'that does the same durable writes, called by a bare client. See docs/benchmarks.md.',
].join('\n');

const parsed = parseOptions(process.argv.slice(2));
const bench = parsed.kind === 'run' ? BENCHES[parsed.name] : undefined;
if (parsed.kind === 'help') console.log(HELP);
else if (parsed.kind === 'run' && bench !== undefined) {
  await bench.run(parsed.options);
  process.exit(0);
} else {
  console.error(parsed.kind === 'wrong' ? parsed.why : `there is no benchmark ${parsed.name}`);
  console.error(`benchmarks: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
