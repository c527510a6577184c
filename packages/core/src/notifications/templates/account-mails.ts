import { momentText } from './formats.ts';
import type { MailTemplate } from './mail-content.ts';

export interface InvitationInput {
  /** Who invites: a person's name as they entered it. */
  readonly inviterName: string;
  /** What the reader is invited to: the wholesaler's or distributor's name. */
  readonly organisationName: string;
  /** Holds the one-time token. */
  readonly url: string;
  readonly expiresAt: Date;
}

export const invitation: MailTemplate<InvitationInput> = {
  'zh-CN': (input, context) => ({
    subject: `${input.inviterName}邀请您加入${input.organisationName}`,
    heading: `加入${input.organisationName}`,
    paragraphs: [
      `${input.inviterName}邀请您加入${input.organisationName}的后台。接受邀请后，请设置自己的密码。`,
      `邀请在 ${momentText(input.expiresAt, context)} 前有效，只能使用一次。`,
    ],
    action: { label: '接受邀请', url: input.url },
    footnote: '如果您不认识邀请人，请忽略此邮件，不会发生任何变化。',
  }),
  en: (input, context) => ({
    subject: `${input.inviterName} invites you to ${input.organisationName}`,
    heading: `Join ${input.organisationName}`,
    paragraphs: [
      `${input.inviterName} invites you to the back office of ${input.organisationName}. You will choose your own password.`,
      `The invitation can be used once, until ${momentText(input.expiresAt, context)}.`,
    ],
    action: { label: 'Accept the invitation', url: input.url },
    footnote: 'If you do not know who invited you, ignore this mail. Nothing will change.',
  }),
};

export interface PasswordResetInput {
  /** Holds the one-time token. */
  readonly url: string;
  readonly expiresAt: Date;
}

export const passwordReset: MailTemplate<PasswordResetInput> = {
  'zh-CN': (input, context) => ({
    subject: `重置您在${context.brand.name}的密码`,
    heading: '重置密码',
    paragraphs: [
      '我们收到了重置密码的请求。点击下面的按钮设置新密码，所有已登录的设备会退出登录。',
      `链接在 ${momentText(input.expiresAt, context)} 前有效，只能使用一次。`,
    ],
    action: { label: '设置新密码', url: input.url },
    footnote: '如果不是您本人操作，请忽略此邮件，密码不会改变。',
  }),
  en: (input, context) => ({
    subject: `Reset your ${context.brand.name} password`,
    heading: 'Reset your password',
    paragraphs: [
      'Somebody asked to reset your password. Choose a new one below; every device will be logged out.',
      `The link can be used once, until ${momentText(input.expiresAt, context)}.`,
    ],
    action: { label: 'Choose a new password', url: input.url },
    footnote: 'If it was not you, ignore this mail. Your password stays as it is.',
  }),
};

export interface VerifyMailInput {
  /** Holds the one-time token. */
  readonly url: string;
  readonly expiresAt: Date;
}

export const verifyMail: MailTemplate<VerifyMailInput> = {
  'zh-CN': (input, context) => ({
    subject: `请验证您在${context.brand.name}的邮箱`,
    heading: '验证邮箱',
    paragraphs: [
      '请确认这是您的邮箱，之后订单和找回密码的邮件都会发到这里。',
      `链接在 ${momentText(input.expiresAt, context)} 前有效。`,
    ],
    action: { label: '验证邮箱', url: input.url },
    footnote: '如果您没有注册，请忽略此邮件。',
  }),
  en: (input, context) => ({
    subject: `Confirm your mail address for ${context.brand.name}`,
    heading: 'Confirm your mail address',
    paragraphs: [
      'Please confirm that this address is yours. Orders and password resets will be sent here.',
      `The link works until ${momentText(input.expiresAt, context)}.`,
    ],
    action: { label: 'Confirm the address', url: input.url },
    footnote: 'If you did not sign up, ignore this mail.',
  }),
};

export interface ApplicationBegunInput {
  /** The wholesaler's name. */
  readonly organisationName: string;
  /** What the applicant calls its company or shop. */
  readonly name: string;
  /** Holds the one-time token. */
  readonly url: string;
  readonly expiresAt: Date;
}

export const applicationBegun: MailTemplate<ApplicationBegunInput> = {
  'zh-CN': (input, context) => ({
    subject: `继续申请成为${input.organisationName}的分销商`,
    heading: '确认邮箱，继续申请',
    paragraphs: [
      `我们收到了“${input.name}”的分销商申请。请确认邮箱并设置密码，然后填写公司资料提交审核。`,
      `链接在 ${momentText(input.expiresAt, context)} 前有效，只能使用一次。`,
    ],
    action: { label: '继续申请', url: input.url },
    footnote: '如果您没有提出申请，请忽略此邮件，不会产生任何账号。',
  }),
  en: (input, context) => ({
    subject: `Go on with your application to ${input.organisationName}`,
    heading: 'Confirm your address and go on',
    paragraphs: [
      `Somebody applied for “${input.name}” to become a distributor. Confirm this address, choose a password, and hand in your company’s details.`,
      `The link can be used once, until ${momentText(input.expiresAt, context)}.`,
    ],
    action: { label: 'Go on with the application', url: input.url },
    footnote: 'If you did not apply, ignore this mail. No account is made.',
  }),
};
