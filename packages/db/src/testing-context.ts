/** What the global setup hands to the test files. */
import type { LoginRole } from './role-names.ts';

export const TEMPLATE_DATABASE = 'keyfall_template';

export interface TestCluster {
  readonly superuserUrl: string;
  readonly passwords: Readonly<Record<LoginRole, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    keyfallCluster: TestCluster;
  }
}
