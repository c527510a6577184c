import { useState } from 'react';
import type { ReactNode } from 'react';
import { createEventStream, useEventStream } from '../src/index.ts';

interface Tick {
  readonly topic: string;
  readonly count: number;
}

/** Stands in for the server: counts from the last event on and notes in this browser's storage how often a stream was opened. */
const stream = createEventStream<Tick>({
  name: 'gallery',
  topicOf: (tick) => tick.topic,
  open: (topics, lastEventId, { onEvent, onState }) => {
    const opened = [
      ...(JSON.parse(localStorage.getItem('opened') ?? '[]') as string[]),
      `${topics.join(',')}@${lastEventId ?? '-'}`,
    ];
    localStorage.setItem('opened', JSON.stringify(opened));
    onState('live');
    let count = Number(lastEventId ?? 0);
    const timer = setInterval(() => {
      count += 1;
      for (const topic of topics) onEvent({ topic, count }, String(count));
    }, 100);
    return () => clearInterval(timer);
  },
});

export function LivePage(): ReactNode {
  const topic = new URLSearchParams(window.location.search).get('topic') ?? 'a';
  const [last, setLast] = useState<Tick | undefined>(undefined);
  const state = useEventStream(stream, [topic], setLast);
  return (
    <main>
      <h1>{state}</h1>
      <output data-testid="tick">{last === undefined ? '' : `${last.topic}${last.count}`}</output>
    </main>
  );
}
