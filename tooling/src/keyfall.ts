// `npm run -s keyfall -- COMMAND …`: the operator's commands, and those that exist only where demo data does.
import { COMMANDS } from '@keyfall/server/cli/commands/index';
import { runCli } from '@keyfall/server/cli/run-cli';

process.exitCode = await runCli(COMMANDS, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
