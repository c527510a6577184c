import { useT } from '@keyfall/i18n';
import { postJson, useNavigation, useTitle } from '@keyfall/web';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import { useLinkToken } from '../parts/link-token.ts';
import { AuthFrame } from './auth-frame.tsx';
import { TokenForm } from './token-form.tsx';

/** The link of a registration: the address is proved, the account gets its password and is signed in. */
export function VerifyPage(): ReactNode {
  const t = useT('shop');
  const token = useLinkToken()?.token;
  const { navigate } = useNavigation();
  const queryClient = useQueryClient();
  useTitle(t('login.verifyTitle'), shop.name);
  return (
    <AuthFrame title={t('login.verifyTitle')}>
      <TokenForm
        token={token}
        withName
        submitLabel={t('login.create')}
        againHref={links.register}
        onSubmit={async (input) => {
          await postJson('/auth/shop/verify-mail', { ...input, name: input.name === '' ? null : input.name });
          await queryClient.invalidateQueries();
          navigate(links.accountOrders, { replace: true });
        }}
      />
    </AuthFrame>
  );
}
