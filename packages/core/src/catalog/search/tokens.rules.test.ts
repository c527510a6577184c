import { describe, expect, test } from 'vitest';
import { queryTokens, rankByCount, searchTokens } from './index.ts';

const PRODUCTS = new Map([
  ['tencent', ['腾讯视频VIP', 'Tencent Video VIP']],
  ['iqiyi', ['爱奇艺黄金VIP', 'iQIYI Gold VIP']],
  ['steam', ['Steam钱包充值码', 'Steam Wallet']],
  ['netease', ['网易云音乐黑胶VIP', 'NetEase Cloud Music']],
  ['jd', ['京东E卡', 'JD E-card']],
  ['qcoin', ['Q币', 'Q Coins']],
  ['mobile', ['中国移动话费', 'China Mobile top-up']],
  ['unicom', ['中国联通话费', 'China Unicom top-up']],
]);
const INDEX = new Map(
  [...PRODUCTS].map(([id, names]) => [id, searchTokens({ names, categories: ['影视会员', 'Video'], details: [] })]),
);

function find(query: string): readonly string[] {
  const tokens = [...queryTokens(query)];
  const hits = [...INDEX].map(([productId, own]) => ({
    productId,
    matched: tokens.filter((token) => own.has(token)).length,
  }));
  return rankByCount(
    query,
    hits.filter((hit) => hit.matched > 0),
  ).map((hit) => hit.productId);
}

describe('search tokens', () => {
  test.each([
    ['腾讯视频', 'tencent'],
    ['腾讯', 'tencent'],
    ['腾迅视频', 'tencent'],
    ['tengxunshipin', 'tencent'],
    ['tengxun', 'tencent'],
    ['txsp', 'tencent'],
    ['Tencent', 'tencent'],
    ['Tencnet Video', 'tencent'],
    ['爱奇艺', 'iqiyi'],
    ['aqy', 'iqiyi'],
    ['steam', 'steam'],
    ['staem wallet', 'steam'],
    ['网易云', 'netease'],
    ['wangyiyun', 'netease'],
    ['京东', 'jd'],
    ['ＪＤ', 'jd'],
    ['q币', 'qcoin'],
    ['移动话费', 'mobile'],
    ['联通', 'unicom'],
  ])('%s finds %s first', (query, expected) => {
    expect(find(query)[0]).toBe(expected);
  });

  test.each(['汽车保险', 'xyzzy', 'playstation', '洗衣机', '@@@', ''])('%s finds nothing', (query) => {
    expect(find(query)).toEqual([]);
  });

  test('a hostile text gives a bounded number of tokens', () => {
    const long = Array.from({ length: 5000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    expect(searchTokens({ names: [long], categories: [long], details: [long] }).size).toBeLessThanOrEqual(4000);
    expect(queryTokens(long).size).toBeLessThanOrEqual(200);
  });
});
