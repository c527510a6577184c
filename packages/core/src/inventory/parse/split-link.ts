const CHINESE_WORDS = '提取密码|访问密码|链接密码|提取码|访问码|取件码|验证码|密码|口令';
const LATIN_WORDS = 'password|passwd|passcode|pass|pwd|code|pin';
const LINK_LABEL = /^(?:兑换链接|领取链接|卡券链接|链接|网址|地址|link|url)\s*:\s*(?=https?:\/\/)/iu;
/**
 * A word before a password stands apart from the link, and a Latin one by a blank: `?pwd=abcd` and `,code=1` belong to
 * the link. The pattern has no two repetitions side by side, so that a hostile line costs no more than its length.
 */
const PASSWORD_WORD = new RegExp(`[\\s,;|](?:${CHINESE_WORDS})|\\s(?:${LATIN_WORDS})(?=[\\s:=])`, 'iu');
const PASSWORD_LABEL = new RegExp(`^(?:${CHINESE_WORDS}|${LATIN_WORDS})\\s*[:=]\\s*(?=\\S)`, 'iu');
const AFTER_WORD = /^\s*[:=]?\s*/u;
const LINK_START = /^https?:\/\//iu;

/** A link and what opens it; an empty text for what is not there. */
export interface SplitLink {
  readonly link: string;
  readonly password: string;
}

/** Whether a text (width folded) begins like a link, with or without a word before it. */
export function beginsWithLink(text: string): boolean {
  return LINK_START.test(text.replace(LINK_LABEL, ''));
}

/** Whether a text is one http or https address and nothing else. */
export function isLink(text: string): boolean {
  return LINK_START.test(text) && !/\s/u.test(text) && URL.canParse(text);
}

/**
 * Splits what stands in a link's place: the link alone, or a link and its password behind a word (`提取码: 4524`) or a
 * blank.
 *
 * @returns undefined where more stands there than a link and a password.
 */
export function splitLinkText(text: string): SplitLink | undefined {
  const bare = text.replace(LINK_LABEL, '');
  const word = PASSWORD_WORD.exec(bare);
  if (word !== null) {
    const link = trimPunctuation(bare.slice(0, word.index));
    const password = bare.slice(word.index + word[0].length).replace(AFTER_WORD, '');
    return /\s/u.test(link) || /\s/u.test(password) ? undefined : { link, password };
  }
  const [link = '', password = '', ...more] = bare.split(/\s+/u, 3);
  return more.length > 0 ? undefined : { link, password };
}

/** Drops the word before a password that stands in a column of its own. */
export function stripPasswordLabel(text: string): string {
  return text.replace(PASSWORD_LABEL, '');
}

function trimPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;|]/u.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}
