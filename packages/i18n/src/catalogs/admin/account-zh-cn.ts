import type { Translation } from '../../catalog-types.ts';
import type { account as accountEn, login as loginEn } from './account-en.ts';

export const login = {
  title: '登录管理后台',
  newPassword: '新密码',
} satisfies Translation<typeof loginEn>;

export const account = {
  secondFactor: '两步验证',
  secondFactorHelp: '除密码外，再输入身份验证器的验证码。涉及资金或查看卡密的操作需要它。',
  totpOn: '已开启',
  totpOff: '未开启',
  totpNeededTitle: '请先开启两步验证',
  totpNeededHelp: '您的角色可以操作资金，仅凭密码不足以保证安全。',
  currentPassword: '当前密码',
  changePassword: '修改密码',
  passwordChanged: '密码已修改',
  passwordEndsSessions: '修改后，其他设备将全部退出登录。',
  device: '设备',
  address: '地址',
  since: '登录时间',
  seen: '最近使用',
  end: '操作',
  thisDevice: '本机',
  endSession: '退出该设备',
  endOthers: '退出其他所有设备',
  endSessionHelp: '该设备需要重新登录，已保存的内容不会丢失。',
  sessionEnded: '已退出',
  noSessions: '没有登录记录',
  noSessionsHelp: '登录后会显示在这里。',
} satisfies Translation<typeof accountEn>;
