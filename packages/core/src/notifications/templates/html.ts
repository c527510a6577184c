/** Markup that was made by {@link html} alone: what came from people is escaped in it. A class, so that no data can pose as it. */
export class SafeHtml {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Insert = string | number | SafeHtml | readonly Insert[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template tag: texts put into it are escaped for element content and for quoted attributes, markup made by it is
 * not. Addresses in `href` must have gone through `webAddress`, which escaping alone does not replace.
 */
export function html(literals: TemplateStringsArray, ...inserts: readonly Insert[]): SafeHtml {
  const markup = literals.reduce((text, literal, index) => text + markupOf(inserts[index - 1] ?? '') + literal);
  return new SafeHtml(markup);
}

function markupOf(insert: Insert): string {
  if (typeof insert === 'string' || typeof insert === 'number') return escapeHtml(String(insert));
  return insert instanceof SafeHtml ? insert.markup : insert.map(markupOf).join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
