import type { HttpBindings } from '@hono/node-server';
import type { RequestVariables } from '@keyfall/api/server';

/** What every handler finds in its context. */
export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: RequestVariables & {
    isDevPage: boolean;
  };
}
