import { countText } from './formats.ts';
import type { MailTemplate } from './mail-content.ts';

export interface PricesLiftedInput {
  /** Prices of the reader's own that lie below what it pays by now: distributor and SKU. */
  readonly toReprice: number;
  /** SKUs that cost the reader more by now. */
  readonly dearer: number;
  /** Where to look at them. */
  readonly url: string;
}

export const pricesLifted: MailTemplate<PricesLiftedInput> = {
  'zh-CN': (input, context) => ({
    subject: input.toReprice > 0 ? '有下级价格需要重新定价' : '您的拿货价有上调',
    heading: input.toReprice > 0 ? '请重新定价' : '拿货价上调',
    paragraphs: [
      ...(input.dearer > 0
        ? [`${countText(input.dearer, context)} 个规格的拿货价上调了，请检查您的零售价和给下级的价格。`]
        : []),
      ...(input.toReprice > 0
        ? [
            `您给下级的 ${countText(input.toReprice, context)} 个价格已低于您自己的拿货价。下级暂按您的拿货价结算，重新定价之前您在这些商品上没有差价收入。`,
          ]
        : []),
    ],
    action: { label: '查看价格', url: input.url },
    footnote: '您收到此邮件，是因为您是该分销商的所有者。',
  }),
  en: (input, context) => ({
    subject: input.toReprice > 0 ? 'Prices to your downline need a look' : 'You pay more for some goods',
    heading: input.toReprice > 0 ? 'Please reprice' : 'Your cost went up',
    paragraphs: [
      ...(input.dearer > 0
        ? [
            `${countText(input.dearer, context)} SKU${input.dearer === 1 ? ' costs' : 's cost'} you more by now. Check your retail prices and what you ask of your downline.`,
          ]
        : []),
      ...(input.toReprice > 0
        ? [
            `${countText(input.toReprice, context)} of your prices to distributors below you lie${input.toReprice === 1 ? 's' : ''} below what you pay yourself. They pay your cost until you set a new price, and you earn nothing on these goods.`,
          ]
        : []),
    ],
    action: { label: 'Look at the prices', url: input.url },
    footnote: 'You get this mail because you own this distributor.',
  }),
};
