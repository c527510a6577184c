/**
 * Which statements are worth preparing. Under row-level security parsing, rewriting and planning cost more than most
 * executions: with a name PostgreSQL keeps the plan on the connection, and a join ran two to three times as often.
 * Plans hold memory on every connection, so only texts that come back get a name, and only so many of them.
 */
import { createHash } from 'node:crypto';

const USES_BEFORE_NAME = 3;
const NAMED_MAX = 400;
const WATCHED_MAX = 2000;
/** Longer texts are bulk inserts, whose number of rows seldom repeats. */
const TEXT_LENGTH_MAX = 8000;

/** The name under which to prepare a text, or undefined to send it as it is. */
export type StatementNames = (text: string) => string | undefined;

/** Names for one database's statements: what comes back on it, and no more than its connections can hold. */
export function createStatementNames(): StatementNames {
  const named = new Map<string, string>();
  const watched = new Map<string, number>();
  return (text) => {
    const known = named.get(text);
    if (known !== undefined || text.length > TEXT_LENGTH_MAX || named.size >= NAMED_MAX) return known;
    const uses = (watched.get(text) ?? 0) + 1;
    watched.delete(text);
    if (uses < USES_BEFORE_NAME) {
      watched.set(text, uses);
      const oldest = watched.size > WATCHED_MAX ? watched.keys().next().value : undefined;
      if (oldest !== undefined) watched.delete(oldest);
      return undefined;
    }
    const name = `kf_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    named.set(text, name);
    return name;
  };
}
