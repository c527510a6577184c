import type { Command } from '../command.ts';
import { auditVerify } from './audit-verify.ts';
import { backup, restore } from './backup.ts';
import { clock } from './clock.ts';
import { codesImport } from './codes-import.ts';
import { dbUrl } from './db-url.ts';
import { gatewayCreate } from './gateway-create.ts';
import { keysRotate } from './keys-rotate.ts';
import { skuList } from './sku-list.ts';
import { tenantCreate } from './tenant-create.ts';
import { tenantActivate, tenantSuspend } from './tenant-status.ts';
import { userCreate } from './user-create.ts';
import { verify } from './verify.ts';

/** The operator's commands, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  tenantCreate,
  tenantSuspend,
  tenantActivate,
  gatewayCreate,
  userCreate,
  skuList,
  codesImport,
  verify,
  auditVerify,
  dbUrl,
  clock,
  keysRotate,
  backup,
  restore,
];
