import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { EventStream, StreamState } from './event-stream.ts';

/**
 * Hears events of topics while the component is shown: `useEventStream(stream, ['sku:…'], (event) => …)`. No topics, no stream.
 * Returns whether the stream is live, so that a page can say when its figures may be old.
 */
export function useEventStream<Event>(
  stream: EventStream<Event>,
  topics: readonly string[],
  onEvent: (event: Event) => void,
): StreamState {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const key = [...topics].sort().join('\n');
  useEffect(() => {
    if (key === '') return undefined;
    return stream.subscribe(key.split('\n'), (event) => latest.current(event));
  }, [stream, key]);
  return useSyncExternalStore(stream.onStateChange, stream.state);
}
