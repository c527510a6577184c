import type { ProgramName, TestStack } from '../testing/stack.ts';
import { haltAt, type Point } from './points.ts';

/** `kill`: kill -9 of the program that stands there; `cut`: its connection to the database breaks, both sides live on. */
export type Way = 'kill' | 'cut';

const isProgram = (name: string): name is ProgramName => name === 'http' || name === 'worker';

/**
 * Strikes whoever comes to a point first, as it stands there, then lets the database go on with what it was told. Answers
 * what was struck; undefined when nobody came in time.
 */
export async function strikeAt(
  stack: TestStack,
  point: Point,
  way: Way,
  timeoutMs: number,
): Promise<string | undefined> {
  return await haltAt(
    stack,
    point,
    ({ program, clientPort }) => {
      // What a test asks for itself is not a program to strike.
      if (!isProgram(program)) throw new Error(`${program} stands at "${point}"`);
      if (way === 'kill') stack.killProgram(program);
      else if (!stack.cutConnection(clientPort)) throw new Error(`no connection of ${program} to cut at "${point}"`);
      return `${way} ${program} at "${point}"`;
    },
    timeoutMs,
  );
}
