import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { createContext, use, useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './side-panel.module.css';

export interface SidePanelProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** The state leads: a `StateBadge` beside the title. */
  readonly state?: ReactNode;
  /** Stays in reach at the bottom: the next action. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Below this width the panel covers the page, so it behaves as a dialog. The style sheet has the same number. */
const COVERS_BELOW = '(width < 1240px)';

function focusables(panel: HTMLElement): readonly HTMLElement[] {
  return [
    ...panel.querySelectorAll<HTMLElement>(
      'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]',
    ),
  ];
}

/** Keeps tab inside while the panel covers the page. */
function keepTabInside(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== 'Tab' || !window.matchMedia(COVERS_BELOW).matches) return;
  const inside = focusables(panel);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
}

/**
 * Detail beside its list. Wide screens keep both usable (the page gives way, no overlay); narrow ones show it over the page.
 * Escape closes; focus goes in on opening and back to where it was on closing.
 */
export function SidePanel({ opened, onClose, title, state, actions, children }: SidePanelProps): ReactNode {
  const { labels } = useUi();
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);
  const cameFrom = useRef<Element | null>(null);

  useEffect(() => {
    if (!opened) return undefined;
    cameFrom.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected)
        cameFrom.current.focus({ preventScroll: true });
    };
  }, [opened]);

  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const element = panel.current;
    if (!opened || element === null) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      // A menu or a field inside may have used the key already.
      if (event.key === 'Escape' && !event.defaultPrevented) close.current();
      keepTabInside(event, element);
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [opened]);

  if (!opened) return null;
  return (
    <section
      ref={panel}
      tabIndex={-1}
      role="dialog"
      aria-labelledby={titleId}
      data-side-panel="open"
      className={classes['panel']}
    >
      <header className={classes['header']}>
        <h2 id={titleId} className={classes['title']}>
          {title}
        </h2>
        {state}
        <ActionIcon className={classes['close']} onClick={onClose} aria-label={labels.close}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </header>
      <div className={classes['body']}>
        <InPanel value>{children}</InPanel>
      </div>
      {actions === undefined ? null : <footer className={classes['actions']}>{actions}</footer>}
    </section>
  );
}

/** Below a panel's title (h2) sections are h3; on a page, below its h1, they are h2. */
const InPanel = createContext(false);

/** A titled part of a panel or a detail page, parted by a hairline. */
export function PanelSection(props: {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const Heading = use(InPanel) ? 'h3' : 'h2';
  return (
    <div className={classes['section']}>
      {props.title === undefined ? null : (
        <div className={classes['sectionHead']}>
          <Heading>{props.title}</Heading>
          {props.aside}
        </div>
      )}
      {props.children}
    </div>
  );
}
