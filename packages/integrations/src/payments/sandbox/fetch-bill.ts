import { PortError } from '@keyfall/core';
import type { BillDate, BillRow } from '@keyfall/core/payments';
import { chunksOf, failureOf, sendSigned } from './call-sandbox.ts';
import type { SandboxConnection } from './call-sandbox.ts';
import { readBill } from './read-bill.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Streams the lines of a day's bill. The timeout is the longest silence, not the whole download. @throws PortError */
export async function* fetchSandboxBill(connection: SandboxConnection, date: BillDate): AsyncGenerator<BillRow> {
  if (!DATE.test(date)) throw new PortError('sandbox gateway: a bill is named by its day', { retryable: false });
  const silence = startSilence(connection.timeoutMs);
  try {
    const request = { method: 'GET', path: `/api/bills/${date}.csv` } as const;
    const response = await sendSigned(connection, request, silence.signal);
    if (response.status !== 200 || !response.headers.get('content-type')?.startsWith('text/csv')) {
      await response.body?.cancel();
      const isRefused = response.status >= 400 && response.status < 500 && response.status !== 429;
      throw new PortError(`sandbox gateway: no bill (status ${response.status})`, { retryable: !isRefused });
    }
    yield* readBill(textOf(response, silence));
  } catch (error) {
    if (error instanceof PortError) throw error;
    const { why } = failureOf(error, silence.signal.aborted, connection.timeoutMs);
    throw new PortError(`sandbox gateway: the bill: ${why}`, { retryable: true, cause: error });
  } finally {
    silence.end();
  }
}

async function* textOf(response: Response, silence: Silence): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunksOf(response)) {
    // The reader may take its time with what it was given; only the sender's silence counts.
    silence.pause();
    yield decoder.decode(chunk, { stream: true });
    silence.watch();
  }
  yield decoder.decode();
}

interface Silence {
  readonly signal: AbortSignal;
  /** From now on the sender has to be heard from within the time. */
  watch(): void;
  pause(): void;
  /** Cuts the download off if it still runs. */
  end(): void;
}

function startSilence(timeoutMs: number): Silence {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const silence: Silence = {
    signal: controller.signal,
    watch: () => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), timeoutMs);
    },
    pause: () => clearTimeout(timer),
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
  silence.watch();
  return silence;
}
