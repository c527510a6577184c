import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { DemoFacts } from '../start/demo.ts';

/** What a later start must know of the demo data it did not make itself. */
export interface DemoRecord extends DemoFacts {
  readonly tenantId: string;
}

const file = (stateDir: string): string => path.join(stateDir, 'demo.json');

export function readDemoRecord(stateDir: string): DemoRecord | undefined {
  try {
    return JSON.parse(fs.readFileSync(file(stateDir), 'utf8')) as DemoRecord;
  } catch {
    return undefined;
  }
}

/** Written when all demo data is there; holds passwords, so it is the owner's to read only. */
export function writeDemoRecord(stateDir: string, record: DemoRecord): void {
  fs.writeFileSync(file(stateDir), `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 });
}

const SYLLABLES = ['ba', 'da', 'fe', 'gu', 'ka', 'lo', 'mi', 'no', 'pa', 'ri', 'su', 'ta', 've', 'wo', 'xi', 'ze'];

/** A password of this installation that can be typed from a terminal. */
export function newDemoPassword(): string {
  const word = (): string => Array.from({ length: 3 }, () => SYLLABLES[randomInt(SYLLABLES.length)]).join('');
  return `${word()}-${word()}-${randomInt(10, 100)}`;
}
