import { IconChevronRight } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { flattenTree } from './flatten-tree.ts';
import type { FlatNode, TreeNode } from './flatten-tree.ts';
import classes from './tree.module.css';

export interface TreeProps {
  readonly label: string;
  readonly nodes: readonly TreeNode[];
  readonly selectedId?: string | undefined;
  readonly onSelect?: (id: string) => void;
  /** Ids that start expanded; by default the first level is. */
  readonly expandedAtFirst?: readonly string[];
}

/**
 * A hierarchy (the distributor tree) with the keys a tree has: up and down, right opens or goes in, left closes or goes out,
 * home, end, enter selects.
 */
export function Tree({ label, nodes, selectedId, onSelect, expandedAtFirst }: TreeProps): ReactNode {
  const { labels } = useUi();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(
    () => new Set(expandedAtFirst ?? nodes.map((node) => node.id)),
  );
  const [focusId, setFocusId] = useState<string | undefined>(selectedId ?? nodes[0]?.id);
  const root = useRef<HTMLDivElement>(null);
  const flat = flattenTree(nodes, expanded);
  const tabStop = flat.some((node) => node.id === focusId) ? focusId : flat[0]?.id;

  const toggle = (id: string, open: boolean): void => {
    const next = new Set(expanded);
    if (open) next.add(id);
    else next.delete(id);
    setExpanded(next);
  };
  const focus = (id: string | undefined): void => {
    if (id === undefined) return;
    setFocusId(id);
    root.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent, node: FlatNode): void => {
    const at = flat.findIndex((each) => each.id === node.id);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(flat[at + 1]?.id),
      ArrowUp: () => focus(flat[at - 1]?.id),
      ArrowRight: () =>
        node.hasChildren && !node.isExpanded
          ? toggle(node.id, true)
          : focus(node.hasChildren ? flat[at + 1]?.id : undefined),
      ArrowLeft: () => (node.isExpanded ? toggle(node.id, false) : focus(node.parentId)),
      Home: () => focus(flat[0]?.id),
      End: () => focus(flat.at(-1)?.id),
      Enter: () => onSelect?.(node.id),
      ' ': () => onSelect?.(node.id),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div ref={root} role="tree" aria-label={label} className={classes['tree']}>
      {flat.map((node) => (
        <div
          key={node.id}
          role="treeitem"
          data-node={node.id}
          aria-level={node.level}
          aria-setsize={node.setSize}
          aria-posinset={node.position}
          aria-expanded={node.hasChildren ? node.isExpanded : undefined}
          aria-selected={node.id === selectedId}
          tabIndex={node.id === tabStop ? 0 : -1}
          className={classes['node']}
          style={{ paddingInlineStart: (node.level - 1) * 20 + 6 }}
          onKeyDown={(event) => onKeyDown(event, node)}
          onClick={() => {
            setFocusId(node.id);
            onSelect?.(node.id);
          }}
        >
          <button
            type="button"
            tabIndex={-1}
            className={classes['toggle']}
            data-visible={node.hasChildren || undefined}
            data-expanded={node.isExpanded || undefined}
            aria-label={node.isExpanded ? labels.collapse(node.text) : labels.expand(node.text)}
            onClick={(event) => {
              if (!node.hasChildren) return;
              event.stopPropagation();
              toggle(node.id, !node.isExpanded);
            }}
          >
            <IconChevronRight size={14} aria-hidden />
          </button>
          <span className={classes['label']}>{node.label ?? node.text}</span>
          {node.aside === undefined ? null : <span className={classes['aside']}>{node.aside}</span>}
        </div>
      ))}
    </div>
  );
}
