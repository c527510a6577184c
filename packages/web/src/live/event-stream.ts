/**
 * One server-sent stream per browser, whatever the number of tabs: browsers allow six connections to a host over HTTP/1.1, and every
 * open stream is one. The tabs elect a leader by a web lock; the leader listens for what all of them want and tells the others.
 */

/** Opens the stream for topics, resuming after `lastEventId`. Returns what closes it. */
export type OpenStream<Event> = (
  topics: readonly string[],
  lastEventId: string | undefined,
  handlers: {
    readonly onEvent: (event: Event, id: string | undefined) => void;
    readonly onState: (state: StreamState) => void;
  },
) => () => void;

export type StreamState = 'connecting' | 'live' | 'waiting';

export interface EventStream<Event> {
  /** Wants topics until the returned function is called. Events of topics nobody in this tab wants are not passed on. */
  readonly subscribe: (topics: readonly string[], onEvent: (event: Event) => void) => () => void;
  readonly state: () => StreamState;
  readonly onStateChange: (listener: () => void) => () => void;
}

export interface EventStreamOptions<Event> {
  /** Names the lock and the channel; one per audience. */
  readonly name: string;
  readonly open: OpenStream<Event>;
  readonly topicOf: (event: Event) => string;
}

type Message<Event> =
  | { readonly kind: 'want'; readonly tab: string; readonly topics: readonly string[] }
  | { readonly kind: 'who' }
  | { readonly kind: 'event'; readonly event: Event; readonly id: string | undefined }
  | { readonly kind: 'state'; readonly state: StreamState };

interface Wanting<Event> {
  readonly topics: readonly string[];
  readonly onEvent: (event: Event) => void;
}

/** Topics often change in bursts (a page of products): the stream is opened anew once they have settled. */
const SETTLE_MS = 60;

export function createEventStream<Event>(options: EventStreamOptions<Event>): EventStream<Event> {
  const tab = crypto.randomUUID();
  const wants = new Set<Wanting<Event>>();
  const otherTabs = new Map<string, readonly string[]>();
  const stateListeners = new Set<() => void>();
  let state: StreamState = 'waiting';
  let channel: BroadcastChannel | undefined;
  let isLeader = false;
  let lastEventId: string | undefined;
  let close: (() => void) | undefined;
  let openTopics = '';
  let settling: ReturnType<typeof setTimeout> | undefined;

  const send = (message: Message<Event>): void => channel?.postMessage(message);
  const own = (): string[] => [...new Set([...wants].flatMap((want) => want.topics))].sort();
  const setState = (next: StreamState): void => {
    if (next === state) return;
    state = next;
    if (isLeader) send({ kind: 'state', state });
    for (const listener of stateListeners) listener();
  };
  const deliver = (event: Event): void => {
    const topic = options.topicOf(event);
    for (const want of wants) if (want.topics.includes(topic)) want.onEvent(event);
  };
  const reopen = (): void => {
    const topics = [...new Set([...own(), ...[...otherTabs.values()].flat()])].sort();
    const key = topics.join('\n');
    if (!isLeader || key === openTopics) return;
    close?.();
    close = undefined;
    openTopics = key;
    if (topics.length === 0) {
      setState('waiting');
      return;
    }
    setState('connecting');
    close = options.open(topics, lastEventId, {
      onEvent: (event, id) => {
        lastEventId = id ?? lastEventId;
        setState('live');
        send({ kind: 'event', event, id });
        deliver(event);
      },
      onState: setState,
    });
  };
  const settle = (): void => {
    clearTimeout(settling);
    settling = setTimeout(reopen, SETTLE_MS);
  };
  const onMessage = ({ data }: MessageEvent<Message<Event>>): void => {
    if (data.kind === 'event') {
      // Whoever leads next goes on from here.
      lastEventId = data.id ?? lastEventId;
      deliver(data.event);
    } else if (data.kind === 'who') send({ kind: 'want', tab, topics: own() });
    else if (data.kind === 'state' && !isLeader) setState(data.state);
    else if (data.kind === 'want') {
      if (data.topics.length === 0) otherTabs.delete(data.tab);
      else otherTabs.set(data.tab, data.topics);
      settle();
    }
  };
  const lead = (): void => {
    isLeader = true;
    send({ kind: 'who' });
    settle();
  };
  const start = (): void => {
    if (channel !== undefined) return;
    channel = new BroadcastChannel(`kf.stream.${options.name}`);
    channel.onmessage = onMessage;
    window.addEventListener('pagehide', () => send({ kind: 'want', tab, topics: [] }));
    window.addEventListener('pageshow', () => send({ kind: 'want', tab, topics: own() }));
    // The lock is held as long as the tab lives; the next tab in line takes over when it goes.
    void navigator.locks.request(`kf.stream.${options.name}`, () => {
      lead();
      return new Promise<never>(() => {});
    });
  };
  const changed = (): void => {
    send({ kind: 'want', tab, topics: own() });
    settle();
  };

  return {
    subscribe: (topics, onEvent) => {
      const want = { topics, onEvent };
      wants.add(want);
      start();
      changed();
      return () => {
        wants.delete(want);
        changed();
      };
    },
    state: () => state,
    onStateChange: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
}
