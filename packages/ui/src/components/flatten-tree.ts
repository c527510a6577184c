import type { ReactNode } from 'react';

export interface TreeNode {
  readonly id: string;
  /** The node in words; shown unless `label` is given. */
  readonly text: string;
  readonly label?: ReactNode;
  /** Quiet, at the right: level, count, amount. */
  readonly aside?: ReactNode;
  readonly children?: readonly TreeNode[];
}

export interface FlatNode extends TreeNode {
  readonly parentId: string | undefined;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly hasChildren: boolean;
  readonly isExpanded: boolean;
}

/** The visible nodes of a tree from top to bottom, with what assistive technology needs to know of each. */
export function flattenTree(
  nodes: readonly TreeNode[],
  expanded: ReadonlySet<string>,
  level = 1,
  parentId?: string,
): readonly FlatNode[] {
  return nodes.flatMap((node, index) => {
    const children = node.children ?? [];
    const isExpanded = children.length > 0 && expanded.has(node.id);
    const self: FlatNode = {
      ...node,
      parentId,
      level,
      position: index + 1,
      setSize: nodes.length,
      hasChildren: children.length > 0,
      isExpanded,
    };
    return isExpanded ? [self, ...flattenTree(children, expanded, level + 1, node.id)] : [self];
  });
}
