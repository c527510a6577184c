import { countText } from './formats.ts';
import type { MailTemplate } from './mail-content.ts';

export interface DomainVerifiedInput {
  /** The shop's own domain, e.g. `shop.example.com`. */
  readonly host: string;
  readonly shopName: string;
  /** The shop under its new address. */
  readonly url: string;
}

export const domainVerified: MailTemplate<DomainVerifiedInput> = {
  'zh-CN': (input) => ({
    subject: `域名 ${input.host} 已生效`,
    heading: '域名已生效',
    paragraphs: [`${input.shopName}现在可以通过 ${input.host} 访问。请保留 DNS 中的 TXT 记录，我们每周会复查一次。`],
    action: { label: '打开店铺', url: input.url },
    footnote: '您收到此邮件，是因为您是该店铺的管理员。',
  }),
  en: (input) => ({
    subject: `${input.host} is live`,
    heading: 'Your domain is live',
    paragraphs: [
      `${input.shopName} can now be reached at ${input.host}. Keep the TXT record in your DNS: it is checked every week.`,
    ],
    action: { label: 'Open the shop', url: input.url },
    footnote: 'You get this mail because you look after this shop.',
  }),
};

export interface LowStockInput {
  /** The scarcest first. */
  readonly skus: readonly { readonly name: string; readonly code: string; readonly stock: number }[];
  /** The stock page of the back office. */
  readonly url: string;
}

export const lowStock: MailTemplate<LowStockInput> = {
  'zh-CN': (input, context) => ({
    subject: `库存不足：${countText(input.skus.length, context)} 个规格`,
    heading: '以下规格库存不足',
    paragraphs: ['请及时补货，售罄后店铺会自动显示缺货。'],
    facts: input.skus.map((sku) => [`${sku.name} (${sku.code})`, countText(sku.stock, context)] as const),
    action: { label: '查看库存', url: input.url },
    footnote: '您收到此邮件，是因为您负责库存。',
  }),
  en: (input, context) => ({
    subject: `Low stock: ${countText(input.skus.length, context)} SKU${input.skus.length === 1 ? '' : 's'}`,
    heading: 'Running low',
    paragraphs: ['Import more codes in time: what is sold out shows as out of stock in every shop.'],
    facts: input.skus.map((sku) => [`${sku.name} (${sku.code})`, countText(sku.stock, context)] as const),
    action: { label: 'Open the stock', url: input.url },
    footnote: 'You get this mail because you look after the stock.',
  }),
};

export interface ImportFinishedInput {
  /** Name of the file as it was uploaded. */
  readonly fileName: string;
  readonly skuName: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** The import's page, with the file of rejected rows. */
  readonly url: string;
}

export const importFinished: MailTemplate<ImportFinishedInput> = {
  'zh-CN': (input, context) => ({
    subject: `导入完成：${input.fileName}`,
    heading: '导入完成',
    paragraphs: [input.rejected > 0 ? '有些行没有导入，原因请在导入页面查看。' : '全部处理完毕，没有被拒绝的行。'],
    facts: [
      ['文件', input.fileName],
      ['规格', input.skuName],
      ['已导入', countText(input.accepted, context)],
      ['重复', countText(input.duplicates, context)],
      ['被拒绝', countText(input.rejected, context)],
    ],
    action: { label: '查看导入', url: input.url },
    footnote: '您收到此邮件，是因为您发起了这次导入。',
  }),
  en: (input, context) => ({
    subject: `Import finished: ${input.fileName}`,
    heading: 'Import finished',
    paragraphs: [
      input.rejected > 0
        ? 'Some rows were not imported; the import page says why.'
        : 'Every row was processed, none was rejected.',
    ],
    facts: [
      ['File', input.fileName],
      ['SKU', input.skuName],
      ['Imported', countText(input.accepted, context)],
      ['Duplicates', countText(input.duplicates, context)],
      ['Rejected', countText(input.rejected, context)],
    ],
    action: { label: 'Open the import', url: input.url },
    footnote: 'You get this mail because you started this import.',
  }),
};
