/** What the global setup hands to the test files. */
import type { LoginRole } from './role-names.ts';

export const TEMPLATE_DATABASE = 'keyfall_template';

export interface TestCluster {
  readonly superuserUrl: string;
  /** The server was given and stays when the run ends: what is made on it is dropped. */
  readonly outlivesRun: boolean;
  readonly passwords: Readonly<Record<LoginRole, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    keyfallCluster: TestCluster;
  }
}
