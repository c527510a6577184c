import type { Translation } from '../../catalog-types.ts';
import type en from './applying-en.ts';

export default {
  link: {
    title: '公开申请链接',
    help: '任何人都可以通过这个链接申请成为您的直属下级。链接本身不授予任何权限：申请人需验证邮箱、提交资料，并等待审批。',
    on: '开放申请',
    onHelp: '关闭后链接失效，已提交的申请不受影响。',
    make: '生成链接',
    address: '链接地址',
    copy: '复制链接',
    qr: '申请链接的二维码',
    renew: '更换链接',
    renewHelp: '更换后，之前分享、张贴或印刷的链接全部失效。',
    renewed: '新链接已生成',
    hindrances: {
      tenant: '目前未开放发展下级，无法通过链接申请。',
      distributor: '您暂无发展下级的权限，无法通过链接申请。',
      depth: '您的下方已没有空间，无法通过链接申请。',
    },
  },
  page: {
    title: '申请成为分销商',
    lead: '您正在向“{{name}}”提出申请。我们会发送一封邮件供您继续，只需几分钟。',
    company: '公司或店铺名称',
    contact: '您的姓名',
    mail: '邮箱',
    phone: '电话（选填）',
    send: '提交申请',
    sentTitle: '请查收邮件',
    sentHelp: '链接已发送至 {{mail}}，三天内有效。',
    shutTitle: '链接未开放',
    shutHelp: '该链接已关闭或已更换，请向提供链接的人索取新链接。',
    confirmTitle: '继续申请',
    confirmLead: '您以 {{mail}} 为“{{name}}”向“{{to}}”提出申请。请设置密码，然后填写公司资料。',
    goOn: '继续',
  },
} satisfies Translation<typeof en>;
