import type { RevealedCode } from '../orders-api.ts';

/** What “copy” takes of a code: everything it takes to redeem it, one line. */
export function codeText(code: Pick<RevealedCode, 'number' | 'secret' | 'link' | 'password'>): string {
  return [code.number, code.secret, code.link, code.password].filter((part) => part !== null).join(' ');
}

/** What alone is typed or scanned to redeem: the link, or the secret. */
export function mainPart(code: Pick<RevealedCode, 'number' | 'secret' | 'link'>): string {
  return code.link ?? code.secret ?? code.number ?? '';
}

/** A link that may be opened: to the web and nothing else. */
export function safeLink(link: string | null): string | undefined {
  return link !== null && /^https?:\/\//i.test(link) ? link : undefined;
}
