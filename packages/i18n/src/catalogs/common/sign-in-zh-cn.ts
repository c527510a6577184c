import type { Translation } from '../../catalog-types.ts';
import type en from './sign-in-en.ts';

export default {
  chooseHelp: '您的账号可进入多个后台，请选择：',
  forgotTitle: '找回密码',
  forgotHelp: '请输入您的邮箱，我们会发送一个用于设置新密码的链接。',
  sendLink: '发送链接',
  mailSentTitle: '请查收邮件',
  mailSentHelp: '如果 {{mail}} 在此有账号，链接已发送，1 小时内有效。',
  resetTitle: '设置新密码',
  newPassword: '新密码',
  setPassword: '设置密码',
  passwordSetTitle: '新密码已设置',
  passwordSetHelp: '所有设备均已退出，请使用新密码登录。',
  invitationTitle: '加入邀请',
  invitedTo: '您受邀以 {{mail}} 加入“{{place}}”。',
  joinWithLogin: '您已有账号。加入后请使用原密码登录。',
  yourName: '您的姓名',
  join: '加入',
  joinedTitle: '已加入',
  joinedHelp: '请使用原密码登录。',
  brokenLinkTitle: '链接不完整',
  brokenLinkHelp: '请从邮件中复制完整地址，或重新申请。',
  toSignIn: '前往登录',
} satisfies Translation<typeof en>;
