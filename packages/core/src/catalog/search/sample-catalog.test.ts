import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCatalogCsv } from '../csv/parse-catalog-csv.ts';
import { queryTokens, rankByCount, searchTokens } from './index.ts';

const FILE = join(import.meta.dirname, '../../../../../samples/catalog.csv');

/** The sample catalog as the use case indexes it: by product, with the names and codes of its SKUs. */
function readProducts() {
  const products = new Map<string, { names: string[]; categories: string[]; details: string[] }>();
  for (const line of parseCatalogCsv(readFileSync(FILE, 'utf8')).lines) {
    const product = products.get(line.productZh) ?? {
      names: [line.productZh, line.productEn],
      categories: [line.categoryZh, line.categoryEn],
      details: [],
    };
    product.details.push(line.sku.nameZh, line.sku.nameEn, line.sku.code);
    products.set(line.productZh, product);
  }
  return products;
}

const INDEX = new Map([...readProducts()].map(([name, texts]) => [name, searchTokens(texts)]));

/** What the database answers: how many of the query's tokens each product has. */
function find(query: string): readonly string[] {
  const tokens = [...queryTokens(query)];
  const hits = [...INDEX].map(([productId, own]) => ({
    productId,
    matched: tokens.filter((token) => own.has(token)).length,
  }));
  const found = hits.filter((hit) => hit.matched > 0);
  return rankByCount(query, found).map((hit) => hit.productId);
}

describe('in the sample catalog', () => {
  test.each([
    ['腾讯视频', '腾讯视频VIP'],
    ['腾迅视频', '腾讯视频VIP'],
    ['滕讯', '腾讯视频VIP'],
    ['旺易云', '网易云音乐黑胶VIP'],
    ['威信', '微信读书付费会员'],
    ['tengxunshipin', '腾讯视频VIP'],
    ['teng xun shi pin', '腾讯视频VIP'],
    ['tengxunsipin', '腾讯视频VIP'],
    ['txsp', '腾讯视频VIP'],
    ['txspvip', '腾讯视频VIP'],
    ['Tencnet Video', '腾讯视频VIP'],
    ['ＴＥＮＣＥＮＴ', '腾讯视频VIP'],
    ['爱奇异', '爱奇艺黄金VIP'],
    ['iqyi', '爱奇艺黄金VIP'],
    ['百度网判', '百度网盘超级会员'],
    ['bdwp', '百度网盘超级会员'],
    ['netlfix', 'Netflix礼品卡'],
    ['netflx', 'Netflix礼品卡'],
    ['xobx', 'Xbox礼品卡'],
    ['nintedno', '任天堂eShop充值卡'],
    ['rtt', '任天堂eShop充值卡'],
    ['stema', 'Steam钱包充值码'],
    ['playsation', 'PlayStation充值卡'],
    ['spoitfy', 'Spotify Premium'],
    ['yuotube', 'YouTube Premium'],
    ['xbk', '星巴克星礼卡'],
    ['starbuck', '星巴克星礼卡'],
    ['qb', 'Q币'],
    ['q币', 'Q币'],
    ['jdek', '京东E卡'],
    ['lvzuan', 'QQ音乐绿钻'],
    ['luzuan', 'QQ音乐绿钻'],
    ['王者容耀', '王者荣耀点券'],
    ['roblox 10', 'Roblox礼品卡'],
  ])('%s finds %s first', (query, product) => {
    expect(find(query)[0]).toBe(product);
  });

  test.each(['会员', '话费', '礼品卡', 'gift card', 'video'])('%s finds several', (query) => {
    expect(find(query).length).toBeGreaterThan(2);
  });

  test('words that have nothing to do with it find next to nothing', () => {
    const unrelated =
      'washing machine,iphone,laptop,coffee maker,umbrella,bicycle,insurance,holiday,flight,hotel,restaurant,pizza,' +
      'keyboard,mouse,monitor,camera,printer,window,carpet,garden,kitchen,bedroom,pencil,notebook,sunglasses,jacket,' +
      'trousers,necklace,perfume,shampoo,medicine,doctor,hospital,school,teacher,student,football,tennis,guitar,piano,' +
      'violin,poetry,physics,chemistry,biology,economy,politics,minister,police,soldier,lawyer,farmer,plumber,tractor,' +
      'helicopter,汽车,洗衣机,保险,火车票,酒店,飞机票,电脑,手表,衣服,鞋子,牛奶,面包,水果,蔬菜,医院,学校,足球,钢琴,' +
      'xyz,abc,qwerty,hello world,lorem ipsum,zzz,foobar,jiudian,feiji,shoubiao,yifu,niunai,shuiguo,laoshi,zuqiu';
    const queries = unrelated.split(',');
    const hits = queries.filter((query) => find(query).length > 0);
    expect(hits.length).toBeLessThanOrEqual(queries.length * 0.05);
  });
});

describe('typing errors', () => {
  const names = [...INDEX.keys()].filter((name) => /^\p{Script=Han}{4,}$/u.test(name));

  test('one wrong character in a Chinese name still finds it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
        const chars = [...name];
        chars[at % chars.length] = '龘';
        expect(find(chars.join(''))).toContain(name);
      }),
    );
  });

  const words = [
    ['tencent', '腾讯视频VIP'],
    ['netflix', 'Netflix礼品卡'],
    ['nintendo', '任天堂eShop充值卡'],
    ['spotify', 'Spotify Premium'],
    ['bilibili', '哔哩哔哩大会员'],
    ['microsoft', 'Microsoft 365 个人版'],
    ['starbucks', '星巴克星礼卡'],
  ] as const;

  test('a missing, doubled, wrong or swapped letter in a Latin word still finds it', () => {
    const slip = fc.constantFrom<(word: string, at: number) => string>(
      (word, at) => word.slice(0, at) + word.slice(at + 1),
      (word, at) => word.slice(0, at) + word.charAt(at) + word.slice(at),
      (word, at) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
    );
    fc.assert(
      fc.property(fc.constantFrom(...words), slip, fc.nat(), ([word, product], change, at) => {
        expect(find(change(word, at % (word.length - 1)))).toContain(product);
      }),
    );
  });
});

test('tokens fit into their column and never grow without bound', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'B', '1', ' ', '腾', '绿', '𠀀', 'ü', '-', '。'),
    maxLength: 400,
  });
  fc.assert(
    fc.property(text, (some) => {
      const own = searchTokens({ names: [some], categories: [], details: [] });
      const asked = queryTokens(some);
      for (const token of [...own.keys(), ...asked]) {
        expect([...token].length).toBeGreaterThan(0);
        expect([...token].length).toBeLessThanOrEqual(40);
      }
      expect(asked.size).toBeLessThanOrEqual(200);
      expect(own.size).toBeLessThanOrEqual(4000);
    }),
  );
});
