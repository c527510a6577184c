import { parseArgs } from 'node:util';
import { isDomainError, PortError } from '@keyfall/core';
import { EnvError, readEnv } from '../env.ts';
import { createWiring, type Wiring } from '../wiring.ts';
import { UsageError, type Answer, type Command, type CommandContext, type Option } from './command.ts';
import { followRunningInstallation } from './running-installation.ts';
import { standardStreams, type CliStreams } from './standard-streams.ts';

/**
 * Runs one command line. stdout holds the answer and nothing else: lines for people, or with `--json` one JSON document.
 * Exit code 0 when it ran, 1 when it ran and found something wrong or was refused, 2 when the call was not understood.
 */
export async function runCli(commands: readonly Command[], args: readonly string[]): Promise<number> {
  const streams = standardStreams();
  const command = findCommand(commands, args);
  const wantsJson = args.includes('--json');
  if (command === undefined) {
    const unknown = args.length > 0 && !args.includes('--help');
    if (unknown) streams.err(`keyfall: no such command: ${args.filter((arg) => !arg.startsWith('-')).join(' ')}\n`);
    if (wantsJson && !unknown)
      streams.out(`${JSON.stringify(commands.map(({ name, summary }) => ({ name, summary })))}\n`);
    else (unknown ? streams.err : streams.out)(overview(commands));
    return unknown ? 2 : 0;
  }
  const opened: Wiring[] = [];
  try {
    const env = followRunningInstallation(readEnv({ KEYFALL_LOG_LEVEL: 'silent', ...process.env }));
    const values = readOptions(command, args.slice(command.name.split(' ').length));
    const context: CommandContext = {
      env,
      values,
      wiring: () => {
        opened[0] ??= createWiring(env, 'cli');
        return opened[0];
      },
      note: (line) => streams.err(`${line}\n`),
    };
    if (values.help === true) {
      await showHelp(command, context, wantsJson, streams);
      return 0;
    }
    const answer = await command.run(context);
    print(answer, wantsJson, streams);
    return answer.exitCode ?? 0;
  } catch (error) {
    return fail(error, wantsJson, streams);
  } finally {
    await opened[0]?.close();
  }
}

function findCommand(commands: readonly Command[], args: readonly string[]): Command | undefined {
  return commands.find((command) => command.name.split(' ').every((word, index) => args[index] === word));
}

function readOptions(command: Command, args: readonly string[]): Record<string, string | boolean | undefined> {
  const types = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { ...types, json: { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: false,
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const known = values as Record<string, string | boolean | undefined>;
  if (known.help !== true) {
    const missing = Object.entries(command.options).find(
      ([name, option]) => option.required && known[name] === undefined,
    );
    if (missing) throw new UsageError(`--${missing[0]} is needed; see keyfall ${command.name} --help`);
  }
  return known;
}

function print(answer: Answer, wantsJson: boolean, streams: CliStreams): void {
  if (wantsJson) streams.out(`${JSON.stringify(answer.json, null, 1)}\n`);
  else for (const line of answer.lines) streams.out(`${line}\n`);
}

function fail(error: unknown, wantsJson: boolean, streams: CliStreams): number {
  if (error instanceof UsageError || error instanceof EnvError) {
    streams.err(`keyfall: ${error.message}\n`);
    return 2;
  }
  if (isDomainError(error)) {
    if (wantsJson) streams.out(`${JSON.stringify({ error: { code: error.code, params: error.params } })}\n`);
    streams.err(`keyfall: refused: ${error.code} ${JSON.stringify(error.params)}\n`);
    return 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  const hint = /ECONNREFUSED/.test(message) ? ' (the database does not answer: is npm start running?)' : '';
  if (wantsJson)
    streams.out(`${JSON.stringify({ error: { code: error instanceof PortError ? 'unavailable' : 'internal' } })}\n`);
  streams.err(`keyfall: ${message}${hint}\n`);
  return 1;
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `Usage: npm run -s keyfall -- COMMAND [OPTIONS] [--json] [--help]\n\n${lines.join('\n')}\n`;
}

async function showHelp(
  command: Command,
  context: CommandContext,
  wantsJson: boolean,
  streams: CliStreams,
): Promise<void> {
  if (wantsJson) {
    streams.out(
      `${JSON.stringify({ name: command.name, summary: command.summary, options: command.options }, null, 1)}\n`,
    );
    return;
  }
  const options = Object.entries({ ...command.options, json: JSON_OPTION });
  const names = options.map(
    ([name, option]) => `--${name}${option.type === 'string' ? ` ${option.value ?? 'TEXT'}` : ''}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  streams.out(`keyfall ${command.name}: ${command.summary}\n\n`);
  for (const [index, [, option]] of options.entries()) {
    streams.out(`  ${(names[index] ?? '').padEnd(width)}  ${option.help}${option.required ? ' (needed)' : ''}\n`);
  }
  for (const line of (await command.more?.(context)) ?? []) streams.out(`${line === '' ? '' : `\n${line}`}\n`);
}

const JSON_OPTION: Option = { type: 'boolean', help: 'answer with one JSON document' };
