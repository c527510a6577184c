import type { ReactNode } from 'react';
import { parseMarkdown } from './markdown-blocks.ts';
import type { Block, Inline } from './markdown-blocks.ts';
import classes from './markdown.module.css';

function Words({ parts }: { readonly parts: readonly Inline[] }): ReactNode {
  return parts.map((part, index) => <Word key={index} part={part} />);
}

function Word({ part }: { readonly part: Inline }): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return (
        <strong>
          <Words parts={part.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Words parts={part.children} />
        </em>
      );
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer">
          <Words parts={part.children} />
        </a>
      );
  }
}

function BlockView({ block, topLevel }: { readonly block: Block; readonly topLevel: 2 | 3 }): ReactNode {
  switch (block.kind) {
    case 'rule':
      return <hr />;
    case 'heading': {
      const Heading = block.level + topLevel - 2 === 2 ? 'h2' : 'h3';
      return (
        <Heading>
          <Words parts={block.children} />
        </Heading>
      );
    }
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>
              <Words parts={item} />
            </li>
          ))}
        </List>
      );
    }
    default: {
      const Box = block.kind === 'quote' ? 'blockquote' : 'p';
      return (
        <Box>
          {block.lines.map((line, index) => (
            <span key={index}>
              {index === 0 ? null : <br />}
              <Words parts={line} />
            </span>
          ))}
        </Box>
      );
    }
  }
}

export interface MarkdownProps {
  readonly source: string;
  /** The level of its first headings. */
  readonly topLevel?: 2 | 3;
}

/** A tenant's Markdown as elements: text only ever becomes text. */
export function Markdown({ source, topLevel = 3 }: MarkdownProps): ReactNode {
  return (
    <div className={classes['markdown']}>
      {parseMarkdown(source).map((block, index) => (
        <BlockView key={index} block={block} topLevel={topLevel} />
      ))}
    </div>
  );
}
