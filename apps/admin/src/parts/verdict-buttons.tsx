import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';

export interface VerdictButtonsProps<Verdict extends string> {
  /** What the reader may decide now. */
  readonly verdicts: readonly Verdict[];
  /** The one that stands out. */
  readonly agrees: Verdict;
  readonly nameOf: (verdict: Verdict) => string;
  /** Why something is not offered. */
  readonly note?: string | false;
  /** The dialog that asks once more. */
  readonly children: (verdict: Verdict, close: () => void) => ReactNode;
}

/** The buttons of a row that waits for somebody's decision, with the dialog of the one pressed. */
export function VerdictButtons<Verdict extends string>(props: VerdictButtonsProps<Verdict>): ReactNode {
  const { verdicts, agrees, nameOf, note = false, children } = props;
  const [wanted, setWanted] = useState<Verdict | undefined>(undefined);
  return (
    <Group gap="xs">
      <Group gap="xs" wrap="nowrap">
        {verdicts.map((verdict) => (
          <Button
            key={verdict}
            size="compact-sm"
            variant={verdict === agrees ? 'filled' : 'default'}
            onClick={() => setWanted(verdict)}
          >
            {nameOf(verdict)}
          </Button>
        ))}
      </Group>
      {note === false ? null : <span className="quiet small">{note}</span>}
      {wanted === undefined ? null : children(wanted, () => setWanted(undefined))}
    </Group>
  );
}
