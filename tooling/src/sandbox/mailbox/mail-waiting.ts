/** Lets requests wait for the next mail instead of asking again and again. */
export interface MailWaiting {
  /** Resolves when a mail has come or the time is over. */
  forMail(timeoutMs: number): Promise<void>;
  mailHasCome(): void;
}

export function createMailWaiting(): MailWaiting {
  const waiting = new Set<() => void>();
  return {
    forMail: (timeoutMs) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        waiting.add(done);
      }),
    mailHasCome: () => {
      for (const done of waiting) done();
    },
  };
}
