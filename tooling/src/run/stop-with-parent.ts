/**
 * Calls `stop` once when this process is asked to end: Ctrl-C, TERM, a closed terminal, or the end of the process that
 * started us (the ipc channel it holds closes even after kill -9).
 *
 * A repeated signal is taken as the same wish: a terminal's Ctrl-C arrives twice, from the terminal and passed on by the
 * bootstrap.
 */
export function stopWithParent(stop: (reason: string) => void): void {
  let asked = false;
  const once = (reason: string): void => {
    if (asked) return;
    asked = true;
    stop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => once(signal));
  if (process.channel) process.on('disconnect', () => once('end of the parent process'));
  // Listening for "disconnect" must not keep a finished program alive.
  process.channel?.unref();
}
