import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('take no fault in a reader who has had enough', async () => {
  const streams = new URL('standard-streams.ts', import.meta.url).href;
  const program = `import { standardStreams } from '${streams}'; setTimeout(() => standardStreams().out('late'), 200)`;
  const line = '{ "$0" --input-type=module -e "$1"; echo "ended with $?" >&2; } | true';
  const { stderr } = await promisify(execFile)('sh', ['-c', line, process.execPath, program]);
  expect(stderr).toBe('ended with 0\n');
});
