/** Looks at one part of the system: undefined when it is ready, otherwise what is missing, in a few words. */
export type Probe = () => Promise<string | undefined>;

export interface ReadinessReport {
  readonly ready: boolean;
  readonly waiting: readonly { readonly part: string; readonly reason: string }[];
}

export interface Readiness {
  /** Marks an awaited part as ready; unknown parts are ignored. */
  markReady(part: string): void;
  /** What is not ready now. Probes run at most once a second, however often this is asked. */
  report(): Promise<ReadinessReport>;
}

const KEEP_MS = 1000;
const PROBE_TIMEOUT_MS = 3000;

/**
 * @param awaited parts that another process reports, for example `worker`
 * @param probes parts that this process looks at itself, for example `database`
 */
export function createReadiness(awaited: readonly string[], probes: ReadonlyMap<string, Probe>): Readiness {
  const outstanding = new Set(awaited);
  let probed: { readonly at: number; readonly result: Promise<ReadinessReport['waiting']> } | undefined;

  return {
    markReady: (part) => outstanding.delete(part),
    async report() {
      const now = performance.now();
      if (probed === undefined || now - probed.at > KEEP_MS) probed = { at: now, result: runProbes(probes) };
      const waiting = [
        ...[...outstanding].map((part) => ({ part, reason: 'not started yet' })),
        ...(await probed.result),
      ];
      return { ready: waiting.length === 0, waiting };
    },
  };
}

async function runProbes(probes: ReadonlyMap<string, Probe>): Promise<ReadinessReport['waiting']> {
  const answers = await Promise.all([...probes].map(async ([part, probe]) => ({ part, reason: await ask(probe) })));
  return answers.flatMap(({ part, reason }) => (reason === undefined ? [] : [{ part, reason }]));
}

/** The probe's answer; a probe that throws or hangs means "not ready", and its error text stays out of the answer. */
async function ask(probe: Probe): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), PROBE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([probe(), late]);
  } catch {
    return 'not reachable';
  } finally {
    clearTimeout(timer);
  }
}
