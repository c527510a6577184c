const LINK = /\bhttps?:\/\/[^\s<>"'`{}|\\^\u3000-\u303f\uff00-\uffef]+/g;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const TRAILING = /[.,;:!?)\]]+$/;
const LINKS_MAX = 100;

/** The web addresses in a plain text, without the punctuation that follows them. */
export function linksInText(text: string): readonly string[] {
  return [...text.matchAll(LINK)].map(([match]) => match.replace(TRAILING, ''));
}

/** Web addresses a reader of the mail could follow, each once: those of the HTML part first. Others schemes are left out. */
export function linksOf(mail: { readonly text: string; readonly html: string }): readonly string[] {
  const hrefs = [...mail.html.matchAll(HREF)].map((match) => decodeEntities(match[1] ?? match[2] ?? ''));
  const found = [...hrefs, ...linksInText(mail.text)].filter(isWebAddress);
  return [...new Set(found)].slice(0, LINKS_MAX);
}

export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === 'http:' || protocol === 'https:';
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&#x([0-9a-f]{1,5});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
