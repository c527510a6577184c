import { Fragment } from 'react';
import type { ReactNode } from 'react';

export interface RichTextProps {
  /** A translated text with tags: `Read the <terms>terms</terms> first.` */
  readonly text: string;
  /** What each tag becomes. A tag without an entry shows its inner text. Tags do not nest. */
  readonly tags: Readonly<Record<string, (inner: string) => ReactNode>>;
}

/** Puts elements inside a translated sentence without cutting the sentence into pieces. Never interprets HTML. */
export function RichText({ text, tags }: RichTextProps): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)) {
    const [whole, name = '', inner = ''] = match;
    parts.push(text.slice(from, match.index), <Fragment key={match.index}>{tags[name]?.(inner) ?? inner}</Fragment>);
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)];
}
