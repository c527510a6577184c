/** A small, safe part of Markdown: no HTML ever, links only to the web and to mail. What it does not know stays text. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'rule' };

const TEXT_MAX = 50_000;
const DEPTH_MAX = 4;
const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[([^\]\n]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()（）。，；]+)/;
const SAFE_LINK = /^(?:https?:\/\/|mailto:)[^\s]+$/i;

export function parseInline(text: string, depth = 0): readonly Inline[] {
  const parts: Inline[] = [];
  let rest = text;
  while (rest !== '') {
    const match = depth < DEPTH_MAX ? INLINE.exec(rest) : null;
    if (match === null) {
      parts.push({ kind: 'text', text: rest });
      break;
    }
    if (match.index > 0) parts.push({ kind: 'text', text: rest.slice(0, match.index) });
    parts.push(inlineOf(match, depth));
    rest = rest.slice(match.index + match[0].length);
  }
  return parts;
}

function inlineOf(match: RegExpExecArray, depth: number): Inline {
  const [whole, code, strong, em, label, target, address] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', children: parseInline(strong, depth + 1) };
  if (em !== undefined) return { kind: 'em', children: parseInline(em, depth + 1) };
  if (address !== undefined) return { kind: 'link', href: address, children: [{ kind: 'text', text: address }] };
  if (label !== undefined && target !== undefined && SAFE_LINK.test(target)) {
    return { kind: 'link', href: target, children: parseInline(label, DEPTH_MAX) };
  }
  return { kind: 'text', text: whole };
}

const LIST_ITEM = /^\s*(?:([-*+])|(\d{1,3})[.)、])\s*(?<=[\s.)、])(.+)$/;

/** Cuts a text into blocks. Never throws; a longer text than anybody writes is cut. */
export function parseMarkdown(source: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = source.slice(0, TEXT_MAX).replaceAll('\r\n', '\n').split('\n');
  for (const line of lines) {
    const last = blocks.at(-1);
    const heading = /^(#{1,4})\s+(.+)$/.exec(line);
    const item = LIST_ITEM.exec(line);
    if (line.trim() === '') blocks.push({ kind: 'paragraph', lines: [] });
    else if (heading !== null) {
      const level = (heading[1]?.length ?? 1) <= 2 ? 2 : 3;
      blocks.push({ kind: 'heading', level, children: parseInline(heading[2] ?? '') });
    } else if (/^\s*(?:-{3,}|\*{3,})\s*$/.test(line)) blocks.push({ kind: 'rule' });
    else if (item !== null) {
      const ordered = item[2] !== undefined;
      const entry = parseInline(item[3] ?? '');
      if (last?.kind === 'list' && last.ordered === ordered)
        blocks[blocks.length - 1] = { ...last, items: [...last.items, entry] };
      else blocks.push({ kind: 'list', ordered, items: [entry] });
    } else {
      const kind = line.startsWith('> ') ? 'quote' : 'paragraph';
      const words = parseInline(kind === 'quote' ? line.slice(2) : line);
      if (last?.kind === kind) blocks[blocks.length - 1] = { kind, lines: [...last.lines, words] };
      else blocks.push({ kind, lines: [words] });
    }
  }
  return blocks.filter((block) => block.kind !== 'paragraph' || block.lines.length > 0);
}
