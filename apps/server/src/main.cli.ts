// The operator's command line: npm run -s keyfall -- COMMAND …
import { COMMANDS } from './cli/commands/index.ts';
import { runCli } from './cli/run-cli.ts';

process.exitCode = await runCli(COMMANDS, process.argv.slice(2));
