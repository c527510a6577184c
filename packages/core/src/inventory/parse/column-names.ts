import { foldWidth } from './normalise-cell.ts';

export const COLUMN_ROLES = ['number', 'secret', 'expiry', 'link', 'password', 'face_value', 'ignored'] as const;
/** What a column of a code file means. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** What a heading may mean: a plain "password" is the link's where there is a link, and the card's elsewhere. */
type NamedRole = ColumnRole | 'index';

/** Headings as suppliers write them, in lower case without blanks and punctuation. */
const NAMES: Readonly<Record<Exclude<NamedRole, 'ignored'>, readonly string[]>> = {
  number: [
    ...[
      '卡号',
      '卡券号',
      '卡片号',
      '卡号码',
      '券号',
      '充值卡号',
      '礼品卡号',
      '序列号',
      '账号',
      '帐号',
      '用户名',
      '卡编号',
    ],
    ...['cardno', 'cardnumber', 'cardnum', 'cardid', 'card', 'number', 'serial', 'serialno', 'serialnumber', 'sn'],
    ...['account', 'accountno', 'username', 'vouchernumber', 'voucherno'],
  ],
  secret: [
    ...[
      '卡密',
      '卡密码',
      '卡密信息',
      '激活码',
      '兑换码',
      '充值码',
      '充值卡密',
      '券码',
      '卡券码',
      '卡券密码',
      '兑换券码',
    ],
    ...['提货码', '序列码', '核销码', '会员码', '礼品码', '优惠码', '授权码', '卡码', '密钥'],
    ...['secret', 'cardsecret', 'cardpwd', 'cardpassword', 'cardpass', 'cardcode', 'cardkey', 'code', 'codes', 'key'],
    ...['cdkey', 'cdk', 'pin', 'pincode', 'redeemcode', 'redemptioncode', 'activationcode', 'voucher', 'vouchercode'],
    ...['giftcode', 'couponcode', 'coupon', 'license', 'licensekey', 'productkey', 'claimcode', 'token'],
  ],
  password: [
    '密码',
    '提取码',
    '访问码',
    '口令',
    '取件码',
    '链接密码',
    '提取密码',
    'password',
    'passwd',
    'pwd',
    'pass',
  ].concat(['extractcode', 'accesscode', 'linkpassword', 'linkpwd', 'urlpassword']),
  expiry: [
    ...[
      '有效期',
      '有效期至',
      '有效期限',
      '有效日期',
      '有效截止',
      '有效截止日期',
      '到期日',
      '到期日期',
      '到期时间',
      '过期时间',
    ],
    ...[
      '过期日期',
      '失效时间',
      '失效日期',
      '截止日期',
      '截止时间',
      '截至日期',
      '使用期限',
      '使用截止日期',
      '兑换截止日期',
    ],
    ...['expiry', 'expirydate', 'expire', 'expires', 'expiresat', 'expireat', 'expiredat', 'expiretime', 'expiredate'],
    ...['expiration', 'expirationdate', 'expirationtime', 'validuntil', 'validto', 'validthru', 'validthrough', 'exp'],
    ...['deadline', 'carddeadline', 'enddate', 'endtime', 'bestbefore'],
  ],
  link: [
    ...['链接', '兑换链接', '领取链接', '卡券链接', '卡链接', '网址', '地址', '兑换地址', '领取地址', '短链', '短链接'],
    ...['link', 'url', 'href', 'redeemurl', 'redeemlink', 'claimurl', 'claimlink', 'cardlink', 'cardurl', 'shorturl'],
  ],
  face_value: ['面值', '面额', '卡面值', '金额', 'facevalue', 'denomination', 'amount', 'parvalue'],
  index: ['序号', '编号', '行号', 'no', 'id', 'index', 'seq', 'row', 'rowno', 'rownum'],
};

const ROLE_OF_NAME: ReadonlyMap<string, NamedRole> = new Map(
  Object.entries(NAMES).flatMap(([role, names]) => names.map((name): [string, NamedRole] => [name, role as NamedRole])),
);

/** A heading is short; anything longer is a code or a sentence. */
const HEADING_CHARS_MAX = 40;
const PUNCTUATION = /[\s\u200b_\-.*#:：()（）[\]【】"'`/\\]+/gu;

function lookUp(cell: string): NamedRole | undefined {
  if (cell.length > HEADING_CHARS_MAX) return undefined;
  return ROLE_OF_NAME.get(
    foldWidth(cell)
      .toLowerCase()
      .replace(PUNCTUATION, '')
      .replace(/必填$|选填$/u, ''),
  );
}

/** How many cells of a row are headings that mean something for a code; a running number alone is no heading row. */
export function countHeadings(cells: readonly string[]): number {
  return cells.filter((cell) => {
    const role = lookUp(cell);
    return role !== undefined && role !== 'index';
  }).length;
}

/** What a row of headings says. */
export interface NamedColumns {
  readonly roles: ColumnRole[];
  /** Positions of headings that mean nothing known: the secret may hide among them. */
  readonly unknown: ReadonlySet<number>;
}

/**
 * Gives each heading its role, each role at most once. Without a column that is called a secret or a link, the
 * "password" is the secret.
 */
export function rolesOfHeadings(cells: readonly string[]): NamedColumns {
  const named = cells.map(lookUp);
  const taken = new Set<ColumnRole>();
  const roles = named.map((role): ColumnRole => {
    const wanted = meaningOf(role, named);
    if (wanted === 'ignored' || taken.has(wanted)) return 'ignored';
    taken.add(wanted);
    return wanted;
  });
  const unknown = new Set(named.flatMap((role, index) => (role === undefined ? [index] : [])));
  return { roles, unknown };
}

function meaningOf(role: NamedRole | undefined, all: readonly (NamedRole | undefined)[]): ColumnRole {
  if (role === undefined || role === 'index') return 'ignored';
  if (role !== 'password' || all.includes('link')) return role;
  return all.includes('secret') ? 'ignored' : 'secret';
}
