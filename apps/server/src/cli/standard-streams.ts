export interface CliStreams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The terminal, or a pipe. Whoever reads may have had enough (`… | head`): that is no fault of the command. */
export function standardStreams(): CliStreams {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) };
}
