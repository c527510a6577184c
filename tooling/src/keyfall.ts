// `npm run -s keyfall -- COMMAND …`: the operator's commands, and those that exist only where demo data does.
import { COMMANDS } from '@keyfall/server/cli/commands/index';
import { runCli } from '@keyfall/server/cli/run-cli';
import { DEMO_COMMANDS } from './demo/commands.ts';

process.exitCode = await runCli([...COMMANDS, ...DEMO_COMMANDS], process.argv.slice(2));
