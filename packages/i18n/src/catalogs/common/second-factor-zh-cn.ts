import type { Translation } from '../../catalog-types.ts';
import type en from './second-factor-en.ts';

export default {
  on: '已开启',
  off: '未开启',
  setUp: '去设置',
  move: '更换设备',
  newRecovery: '重新生成恢复码',
  passwordFirst: '请先确认密码。',
  presentCode: '当前设备上的验证码',
  scan: '用身份验证器扫描二维码，然后填写显示的 6 位数字。',
  qr: '身份验证器密钥的二维码',
  orType: '无法扫码？请输入此密钥：',
  key: '密钥',
  openApp: '在本机的验证器中打开',
  turnOn: '开启',
  recoveryIntro: '请妥善保存这些恢复码。手机遗失时，每个恢复码可登录一次；之后不再显示。',
  copyRecovery: '复制恢复码',
  keptRecovery: '我已保存',
} satisfies Translation<typeof en>;
