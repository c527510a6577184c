import type { Translation } from '../../catalog-types.ts';
import type * as en from './sales-en.ts';

export const home = {
  hello: '您好，{{name}}',
  next: {
    title: '待办事项',
    noShop: '您还没有店铺。',
    draft: '{{shop}} 还是草稿，买家暂时无法购买。',
    unpriced_other: '{{shop}} 有 {{count}} 个规格因价格问题未展示。',
    totp: '您的账号目前只有密码保护。',
    toShop: '前往店铺',
    toPrices: '去定价',
    nothingTitle: '全部完成',
    nothingHelp: '店铺已开业，所有规格均已定价。',
  },
} satisfies Translation<typeof en.home>;

export const orders = {} satisfies Translation<typeof en.orders>;
export const income = {} satisfies Translation<typeof en.income>;
