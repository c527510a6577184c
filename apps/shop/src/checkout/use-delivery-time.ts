import { useT } from '@keyfall/i18n';
import { useState } from 'react';
import { shop } from '../boot.ts';
import { instantAtWall, wallTextAt, wholeMinute } from '../parts/wall-time.ts';

/** As the server has it. */
const WITHIN_MS = 90 * 24 * 60 * 60 * 1000;
/** Nobody wishes for a time before the payment is done. */
const SOONEST_MS = 10 * 60 * 1000;
/** What is offered first: soon enough to see, late enough to be a choice. */
const OFFERED_MS = 60 * 60 * 1000;

export interface DeliveryTime {
  readonly isLater: boolean;
  readonly setLater: (isLater: boolean) => void;
  /** What stands in the field: a time on the shop's clocks. */
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly min: string;
  readonly max: string;
  readonly error: string | undefined;
  /** The instant the field means, in milliseconds; undefined while it holds none that may be chosen. */
  readonly instant: number | undefined;
  /** What to send (nothing: as soon as it is paid), or undefined after having marked and focused what is wrong. */
  readonly check: () => { readonly deliverAt: string | undefined } | undefined;
}

/** When the goods are to be handed over: at once, or at a time on the shop's clocks within ninety days. */
export function useDeliveryTime(): DeliveryTime {
  const t = useT('shop');
  const { timeZone } = shop;
  const [isLater, setLater] = useState(false);
  const [openedMs] = useState(() => wholeMinute(Date.now()));
  const [text, setText] = useState(() => wallTextAt(openedMs + OFFERED_MS, timeZone));
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const chosen = isLater ? instantAtWall(text, timeZone) : undefined;
  return {
    isLater,
    setLater: (wish) => {
      setLater(wish);
      setProblem(undefined);
    },
    text,
    setText: (typed) => {
      setText(typed);
      setProblem(undefined);
    },
    min: wallTextAt(openedMs + SOONEST_MS, timeZone),
    max: wallTextAt(openedMs + WITHIN_MS, timeZone),
    error: problem === undefined ? undefined : t(problem),
    instant: problem === undefined ? chosen : undefined,
    check: () => {
      if (!isLater) return { deliverAt: undefined };
      const wrong = problemOf(chosen, Date.now());
      setProblem(wrong);
      if (wrong === undefined && chosen !== undefined) return { deliverAt: new Date(chosen).toISOString() };
      requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus());
      return undefined;
    },
  };
}

type Problem = 'checkout.timeNeeded' | 'checkout.timePast' | 'checkout.timeFar';

function problemOf(chosen: number | undefined, nowMs: number): Problem | undefined {
  if (chosen === undefined) return 'checkout.timeNeeded';
  if (chosen <= nowMs) return 'checkout.timePast';
  return chosen > nowMs + WITHIN_MS ? 'checkout.timeFar' : undefined;
}
