/** Generated database passwords, kept in one 0600 file of the installation's state folder. */
import { hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { LOGIN_ROLES, type LoginRole } from './role-names.ts';

export interface DatabaseSecrets {
  /** Password of the embedded cluster's superuser `postgres`; unused with a server of one's own. */
  readonly superuser: string;
  readonly roles: Readonly<Record<LoginRole, string>>;
}

const FILE_NAME = 'secrets.json';

export const secretsPath = (stateDir: string): string => path.join(stateDir, FILE_NAME);

/** The secrets of this state folder, or undefined when none were generated yet. Throws on a damaged file. */
export function readSecrets(stateDir: string): DatabaseSecrets | undefined {
  let text: string;
  try {
    text = fs.readFileSync(secretsPath(stateDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = JSON.parse(text) as { superuser?: unknown; roles?: Record<string, unknown> };
  const roles: Partial<Record<LoginRole, string>> = {};
  for (const role of LOGIN_ROLES) {
    const password = parsed.roles?.[role];
    if (typeof password === 'string') roles[role] = password;
  }
  if (typeof parsed.superuser !== 'string')
    throw new Error(`${secretsPath(stateDir)} is damaged: no superuser password`);
  return { superuser: parsed.superuser, roles: roles as Record<LoginRole, string> };
}

/**
 * Reads the secrets, generating the file (or the entries of roles that a later release added) when missing.
 * Safe for two processes at once: the first link wins and the loser reads the winner's file.
 */
export function loadOrCreateSecrets(stateDir: string): DatabaseSecrets {
  const existing = readSecrets(stateDir);
  if (existing && LOGIN_ROLES.every((role) => existing.roles[role])) return existing;
  fs.mkdirSync(stateDir, { recursive: true });
  const secrets: DatabaseSecrets = {
    superuser: existing?.superuser ?? newPassword(),
    roles: Object.fromEntries(LOGIN_ROLES.map((role) => [role, existing?.roles[role] ?? newPassword()])) as Record<
      LoginRole,
      string
    >,
  };
  const draft = path.join(stateDir, `.${FILE_NAME}.${process.pid}.${randomBytes(4).toString('hex')}`);
  fs.writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (existing) fs.renameSync(draft, secretsPath(stateDir));
    else fs.linkSync(draft, secretsPath(stateDir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
  const written = readSecrets(stateDir);
  if (written === undefined) throw new Error(`${secretsPath(stateDir)} was removed while it was made`);
  return written;
}

/**
 * The same passwords on every machine of an installation that shares no state folder: each role's password is
 * derived (HKDF-SHA-256) from one secret of at least 32 characters that the operator hands to all of them.
 */
export function deriveRolePasswords(installationSecret: string): Readonly<Record<LoginRole, string>> {
  if (installationSecret.length < 32) throw new Error('the installation secret must have at least 32 characters');
  const derive = (role: string): string =>
    Buffer.from(hkdfSync('sha256', installationSecret, 'keyfall database roles', role, 24)).toString('base64url');
  return Object.fromEntries(LOGIN_ROLES.map((role) => [role, derive(role)])) as Record<LoginRole, string>;
}

const newPassword = (): string => randomBytes(24).toString('base64url');
