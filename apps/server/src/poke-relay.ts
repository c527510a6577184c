type Listener = (tenantId: string, kind: string) => void;

/** Joins `ports.poke`, which use cases call after a commit, with whatever in this process does the work. */
export interface PokeRelay {
  readonly poke: Listener;
  /** Replaces the listener; without one a poke is lost, and the worker comes by within a second anyway. */
  listen(listener: Listener): void;
}

export function createPokeRelay(): PokeRelay {
  let current: Listener | undefined;
  return {
    poke: (tenantId, kind) => current?.(tenantId, kind),
    listen: (listener) => {
      current = listener;
    },
  };
}
