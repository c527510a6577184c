import type { ReactNode } from 'react';
import { LoginForm, HttpError } from '../src/index.ts';
import { LoginPage } from '../src/office/index.ts';
import { useSay } from './say.ts';

export function LoginExample(): ReactNode {
  const say = useSay();
  const refuse = (): Promise<never> =>
    Promise.reject(
      new HttpError(401, { code: 'bad_credentials', kind: 'unauthenticated', params: {}, requestId: 'req_01JD4W9K2M' }),
    );
  return (
    <LoginPage
      brandName="Keyfall"
      title={say('登录批发商后台', 'Sign in to the back office')}
      foot={say('演示账号见启动终端。', 'Demo logins are printed in the terminal.')}
    >
      <LoginForm onLogin={refuse} forgotHref="/login" />
    </LoginPage>
  );
}
