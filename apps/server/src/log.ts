import fs from 'node:fs';
import path from 'node:path';
import { pino, stdSerializers, type Logger } from 'pino';
import type { Env } from './env.ts';

/** Names under which secrets might reach a log line, at the top and one or two levels down. */
const SECRET_NAMES = [
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'sessionId',
  'totp',
  'codes',
  'recoveryCode',
  'plaintext',
  'apiKey',
];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A log file that has grown beyond this is kept as `.1` at the next start, and the one before it is dropped. */
const ROTATE_BYTES = 20 * 1024 * 1024;

/**
 * The log of one process. In production it goes to stdout, where the platform collects it; otherwise into
 * `logs/<program>.log` of the state folder, with errors on the terminal too.
 */
export function createLog(env: Env, program: string): Logger {
  const options = {
    level: env.logLevel,
    base: { program, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: REDACTED, censor: '[secret]' },
    serializers: { err: stdSerializers.err },
  };
  if (env.mode === 'production') return pino(options);
  const file = path.join(env.stateDir, 'logs', `${program}.log`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (fs.existsSync(file) && fs.statSync(file).size > ROTATE_BYTES) fs.renameSync(file, `${file}.1`);
  // Written at once: a line that is lost with a crash is the one that would have explained it.
  const toFile = pino.destination({ dest: file, sync: true, mode: 0o600 });
  return pino(
    options,
    pino.multistream([
      { stream: toFile, level: 'trace' },
      { stream: process.stderr, level: 'error' },
    ]),
  );
}
