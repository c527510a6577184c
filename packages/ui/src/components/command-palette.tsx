import { Modal, VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { rankCommands } from './rank-commands.ts';
import classes from './command-palette.module.css';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Heading under which it is listed. */
  readonly group: string;
  readonly icon?: ReactNode;
  /** More words by which it is found (pinyin, order number, …). */
  readonly keywords?: readonly string[];
  readonly hint?: string;
  /** Where it leads … */
  readonly href?: string;
  /** … or what it does. */
  readonly onRun?: () => void;
}

export interface CommandPaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
  readonly onQuery?: (query: string) => void;
  readonly onNavigate?: (href: string) => void;
}

function grouped(commands: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}

/** One field to go anywhere and do anything: type, arrow keys, enter. */
export function CommandPalette(props: CommandPaletteProps): ReactNode {
  return (
    <Modal.Root opened={props.opened} onClose={props.onClose} size={560} yOffset="12vh">
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content className={classes['content']}>
        <Modal.Body p={0}>{props.opened ? <PaletteBody {...props} /> : null}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody({ commands, onClose, onQuery, onNavigate }: CommandPaletteProps): ReactNode {
  const { labels } = useUi();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => grouped(rankCommands(commands, query)), [commands, query]);
  const found = groups.flatMap(([, members]) => members);
  const current = found[Math.min(active, found.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.id]);

  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.onRun?.();
    if (command.href === undefined) return;
    if (onNavigate === undefined) window.location.assign(command.href);
    else onNavigate(command.href);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setActive((found.indexOf(current as Command) + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(current);
    }
  };
  const optionId = (command: Command): string => `${listId}-${command.id}`;
  return (
    <>
      <VisuallyHidden>
        <h2>{labels.commandPalette}</h2>
      </VisuallyHidden>
      <div className={classes['field']}>
        <IconSearch size={18} aria-hidden />
        <input
          data-autofocus=""
          role="combobox"
          aria-label={labels.commandPalette}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : optionId(current)}
          aria-autocomplete="list"
          placeholder={labels.commandPlaceholder}
          value={query}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
            onQuery?.(event.target.value);
          }}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={labels.commandPalette} className={classes['list']}>
        {groups.map(([name, members]) => (
          <div key={name} role="group" aria-label={name}>
            <p className={classes['group']} aria-hidden="true">
              {name}
            </p>
            {members.map((command) => (
              <div
                key={command.id}
                id={optionId(command)}
                role="option"
                aria-selected={command.id === current?.id}
                className={classes['option']}
                onClick={() => run(command)}
                onPointerMove={() => setActive(found.indexOf(command))}
              >
                <span className={classes['icon']} aria-hidden="true">
                  {command.icon}
                </span>
                <span className={classes['label']}>{command.label}</span>
                {command.hint === undefined ? null : <span className={classes['hint']}>{command.hint}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={classes['empty']}>{labels.commandEmpty}</p> : null}
      <p className={classes['foot']}>{labels.commandHint}</p>
    </>
  );
}
