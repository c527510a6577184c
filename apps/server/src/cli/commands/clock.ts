import { advanceDemoClock } from '@keyfall/core/tenants';
import { textOf, UsageError, type Command } from '../command.ts';

const SPAN = /^(-?\d{1,5})(s|m|h|d)$/;
const UNIT = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' } as const;

export const clock: Command = {
  name: 'clock',
  summary: 'move the demo clock, to see what time brings (demo and test installations only)',
  options: { advance: { type: 'string', value: 'SPAN', help: 'how far, e.g. 8d, 2h, 30m, 45s', required: true } },
  more: async () => ['Answer with --json: {"now"}'],
  async run({ env, values, wiring }) {
    if (env.mode === 'production') throw new UsageError('a production installation has no clock of its own');
    const match = SPAN.exec(textOf(values, 'advance'));
    if (match === null) throw new UsageError('--advance takes a span such as 8d, 2h, 30m or 45s');
    const now = await advanceDemoClock(wiring().core.db, `${match[1]} ${UNIT[match[2] as keyof typeof UNIT]}`);
    return { json: { now: now.toISOString() }, lines: [`it is ${now.toISOString()}`] };
  },
};
