import type { MailTemplate } from './mail-content.ts';

/** What was decided about a distributor, in its owners' mailboxes. */
type DistributorNews = 'approved' | 'sent_back' | 'refused' | 'frozen' | 'unfrozen' | 'closed';

export interface DistributorNewsInput {
  readonly news: DistributorNews;
  /** The distributor's own name. */
  readonly name: string;
  /** Why, as whoever decided wrote it; null when no reason was asked for. */
  readonly reason: string | null;
  /** The portal. */
  readonly url: string;
}

const ZH: Readonly<Record<DistributorNews, readonly [heading: string, text: string]>> = {
  approved: ['申请已通过', '现在可以开店、定价并开始销售。'],
  sent_back: ['申请需要修改', '请登录后台修改资料，然后重新提交。'],
  refused: ['申请未通过', '您的账号已退出，邀请链接不再有效。'],
  frozen: [
    '账号已冻结',
    '仍可登录查看，但不能操作；店铺显示已打烊，暂时不能提现。待结算的收入照常变为可提现，下级照常销售。',
  ],
  unfrozen: ['账号已恢复', '现在可以照常操作，店铺也恢复营业。'],
  closed: ['账号已关闭', '店铺已停止营业，后台不能再登录。店铺域名保留 30 天，买家在此期间仍可查看已购商品。'],
};
const EN: Readonly<Record<DistributorNews, readonly [heading: string, text: string]>> = {
  approved: ['Your application is approved', 'You can open shops, set prices and start selling.'],
  sent_back: ['Your application needs a correction', 'Sign in, correct your details and hand them in again.'],
  refused: ['Your application was turned down', 'You are signed out and the invitation opens nothing any more.'],
  frozen: [
    'Your account is frozen',
    'You can sign in and look, but not act; your shops show that they are closed and nothing can be withdrawn. Held income still becomes available and your downline sells on.',
  ],
  unfrozen: ['Your account is active again', 'You can act as before and your shops are open.'],
  closed: [
    'Your account is closed',
    'Your shops have stopped selling and nobody can sign in. The hosts of your shops are kept for 30 days, so buyers still reach what they bought.',
  ],
};

export const distributorNews: MailTemplate<DistributorNewsInput> = {
  'zh-CN': ({ news, name, reason, url }) => ({
    subject: `${name}：${ZH[news][0]}`,
    heading: ZH[news][0],
    paragraphs: [ZH[news][1]],
    ...(reason === null ? {} : { facts: [['原因', reason] as const] }),
    action: { label: '打开后台', url },
    footnote: `您收到此邮件，是因为您是${name}的负责人。`,
  }),
  en: ({ news, name, reason, url }) => ({
    subject: `${name}: ${EN[news][0]}`,
    heading: EN[news][0],
    paragraphs: [EN[news][1]],
    ...(reason === null ? {} : { facts: [['Reason', reason] as const] }),
    action: { label: 'Open the portal', url },
    footnote: `You get this mail because you are an owner of ${name}.`,
  }),
};

export interface ApplicationHandedInInput {
  /** What the applicant calls its company or shop, and who speaks for it. */
  readonly name: string;
  readonly contactName: string;
  /** The application, in the reader's own office. */
  readonly url: string;
}

export const applicationHandedIn: MailTemplate<ApplicationHandedInInput> = {
  'zh-CN': ({ name, contactName, url }) => ({
    subject: `分销商申请待审核：${name}`,
    heading: '有新的分销商申请',
    paragraphs: [`${name}已提交资料，等待您的审核。`],
    facts: [['联系人', contactName]],
    action: { label: '查看申请', url },
    footnote: '您收到此邮件，是因为您可以审核分销商申请。',
  }),
  en: ({ name, contactName, url }) => ({
    subject: `An application waits for you: ${name}`,
    heading: 'A distributor’s application waits',
    paragraphs: [`${name} has handed in its details and waits to be let in.`],
    facts: [['Contact', contactName]],
    action: { label: 'Look at the application', url },
    footnote: 'You get this mail because you may decide about applications.',
  }),
};
