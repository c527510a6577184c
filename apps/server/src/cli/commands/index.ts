import type { Command } from '../command.ts';
import { backup, restore } from './backup.ts';
import { clock } from './clock.ts';
import { codesImport } from './codes-import.ts';
import { dbUrl } from './db-url.ts';
import { keysRotate } from './keys-rotate.ts';
import { skuList } from './sku-list.ts';
import { tenantCreate } from './tenant-create.ts';
import { userCreate } from './user-create.ts';
import { verify } from './verify.ts';

/** The operator's commands, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  tenantCreate,
  userCreate,
  skuList,
  codesImport,
  verify,
  dbUrl,
  clock,
  keysRotate,
  backup,
  restore,
];
