import type { MoneyDto } from '@keyfall/contracts';
import type { StateOf } from '../src/index.ts';

export interface SampleOrder {
  readonly id: string;
  readonly number: string;
  readonly product: readonly [chinese: string, english: string];
  readonly buyer: string;
  readonly shop: string;
  readonly quantity: number;
  readonly amount: MoneyDto;
  readonly margin: MoneyDto;
  readonly state: StateOf<'order'>;
  readonly at: string;
}

const STATES: readonly StateOf<'order'>[] = [
  'delivered',
  'awaiting_payment',
  'paid',
  'delivered',
  'in_review',
  'delivered',
  'partly_delivered',
  'closed',
];
const PRODUCTS: readonly (readonly [string, string, string])[] = [
  ['视频会员 · 12 个月', 'Video VIP · 12 months', '198.00'],
  ['音乐会员 · 1 个月', 'Music pass · 1 month', '15.00'],
  ['游戏点券 · 6480', 'Game points · 6480', '648.00'],
  ['礼品卡 · ¥100', 'Gift card · ¥100', '97.50'],
  ['网盘会员 · 3 个月', 'Cloud drive · 3 months', '68.80'],
];

const cny = (amount: string): MoneyDto => ({ amount, currency: 'CNY' });

/** Two dozen orders that always look the same, so that pictures can be compared. */
export const SAMPLE_ORDERS: readonly SampleOrder[] = Array.from({ length: 24 }, (_, index) => {
  const [chinese, english, price] = PRODUCTS[index % PRODUCTS.length] ?? ['', '', '0.00'];
  const quantity = index % 7 === 3 ? 12 : 1;
  const [yuan = '0', fen = '00'] = price.split('.');
  return {
    id: `order-${index}`,
    number: `7F3K${String(index).padStart(2, '0')}Q9XW2M8${'ABCDEFGH'[index % 8]}C`,
    product: [chinese, english],
    buyer: index % 3 === 0 ? 'lin***@example.com' : `138****${String(1024 + index * 37).slice(0, 4)}`,
    shop: index % 2 === 0 ? '星卡小铺' : 'Nova Cards',
    quantity,
    amount: cny(quantity === 1 ? price : `${Number(yuan) * quantity}.${fen === '00' ? '00' : '60'}`),
    margin: cny(`${(index % 9) + 1}.${String((index * 13) % 100).padStart(2, '0')}`),
    state: STATES[index % STATES.length] ?? 'closed',
    at: new Date(Date.UTC(2026, 10, 22, 9, 58 - index * 2)).toISOString(),
  };
});
