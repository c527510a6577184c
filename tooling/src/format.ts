// `npm run format`: formats everything, or the files named after `--`.
import { inRoot } from './run/root.ts';
import { runProcess } from './run/run-process.ts';

const result = await runProcess(inRoot('node_modules/.bin/oxfmt'), ['--write', ...process.argv.slice(2)], {
  output: 'show',
});
process.exitCode = result.code;
