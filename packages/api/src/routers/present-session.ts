import type { SessionList } from '@keyfall/contracts/session-schemas';
import type { Locale, LoginId, SessionId } from '@keyfall/contracts';

interface LoginRow {
  readonly id: string;
  readonly mail: string;
  readonly name: string;
  readonly locale: Locale;
  readonly totp_enabled_at: Date | null;
}

export function presentLogin({ id, mail, name, locale, totp_enabled_at }: LoginRow) {
  return { id: id as LoginId, mail, name, locale, hasTotp: totp_enabled_at !== null };
}

interface SessionRow {
  readonly id: string;
  readonly created_at: Date;
  readonly seen_at: Date;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

export function presentSessions(rows: readonly SessionRow[], currentId: string): SessionList {
  return {
    items: rows.map((row) => ({
      id: row.id as SessionId,
      current: row.id === currentId,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      ip: row.ip,
      userAgent: row.user_agent,
    })),
  };
}
