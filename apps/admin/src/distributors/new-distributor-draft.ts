import type { Locale } from '@keyfall/contracts';
import { newDistributorInvitationSchema } from '@keyfall/contracts/distributor-schemas';
import { portalInvitationInputSchema } from '@keyfall/contracts/people-schemas';
import { distributorInputSchema, shopInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { useT } from '@keyfall/i18n';
import { useToast } from '@keyfall/web/office';
import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { client } from '../api.ts';
import { refreshDistributors } from './refresh-distributors.ts';

/** What has been typed into the wizard. */
export interface Draft {
  /** `invite`: the first owner fills the rest in and waits for approval; `direct`: active at once. */
  readonly how: 'invite' | 'direct';
  readonly parentId: string | undefined;
  readonly levelId: string;
  readonly code: string;
  readonly name: string;
  readonly profile: Readonly<
    Record<'legalName' | 'taxNumber' | 'contactName' | 'contactMail' | 'contactPhone' | 'note', string>
  >;
  readonly shop: { readonly name: string; readonly slug: string };
  readonly owner: { readonly name: string; readonly mail: string; readonly locale: Locale };
}

export function newDraft(parentId: string | undefined, locale: Locale): Draft {
  return {
    how: 'invite',
    parentId,
    levelId: '',
    code: '',
    name: '',
    profile: { legalName: '', taxNumber: '', contactName: '', contactMail: '', contactPhone: '', note: '' },
    shop: { name: '', slug: '' },
    owner: { name: '', mail: '', locale },
  };
}

const distributorOf = (draft: Draft) => ({
  code: draft.code,
  name: draft.name,
  levelId: draft.levelId === '' ? null : draft.levelId,
  profile: draft.profile,
});
const invitationOf = (draft: Draft) => ({
  ...(draft.code.trim() === '' ? {} : { code: draft.code }),
  name: draft.name,
  levelId: draft.levelId === '' ? null : draft.levelId,
  owner: draft.owner,
});
const ownerOf = ({ owner }: Draft) => ({ ...owner, role: 'owner' as const });
const shopOf = ({ shop, owner }: Draft) => ({ ...shop, defaultLocale: owner.locale });
const hasShop = ({ shop }: Draft): boolean => `${shop.name}${shop.slug}`.trim() !== '';
const hasOwner = ({ owner }: Draft): boolean => `${owner.name}${owner.mail}`.trim() !== '';

/** Which steps are answered well enough to go on. */
export function checkDraft(draft: Draft): Readonly<Record<'place' | 'company' | 'shop' | 'owner', boolean>> {
  const isDirect = draft.how === 'direct';
  const named = { ...draft, owner: { name: 'x', mail: 'x@example.com', locale: draft.owner.locale } };
  return {
    place: draft.parentId !== undefined,
    company: isDirect
      ? distributorInputSchema.safeParse(distributorOf(draft)).success
      : newDistributorInvitationSchema.safeParse(invitationOf(named)).success,
    shop: !isDirect || !hasShop(draft) || shopInputSchema.safeParse(shopOf(draft)).success,
    owner: (isDirect && !hasOwner(draft)) || portalInvitationInputSchema.safeParse(ownerOf(draft)).success,
  };
}

/** Makes what the wizard describes. What follows the distributor itself may fail alone: it is told, and made by hand. */
export function useCreateDistributor(onDone: (id: string) => void): UseMutationResult<string, unknown, Draft> {
  const t = useT('admin');
  const toast = useToast();
  return useMutation<string, unknown, Draft>({
    mutationFn: async (draft) => {
      const parentId = draft.parentId ?? '';
      if (draft.how === 'invite') {
        const invitation = newDistributorInvitationSchema.parse(invitationOf(draft));
        const { id } = await client.tree.invite.mutate({ parentId, invitation });
        toast.success(t('tree.wizard.invited'));
        return id;
      }
      const distributor = distributorInputSchema.parse(distributorOf(draft));
      const { id } = await client.distributors.create.mutate({ parentId, distributor });
      toast.success(t('common:messages.saved'));
      if (hasShop(draft)) {
        const shop = shopInputSchema.parse(shopOf(draft));
        await client.shops.create.mutate({ distributorId: id, shop }).catch(toast.error);
      }
      if (hasOwner(draft)) {
        const owner = portalInvitationInputSchema.parse(ownerOf(draft));
        await client.distributors.invite.mutate({ ...owner, distributorId: id }).catch(toast.error);
      }
      return id;
    },
    onSuccess: async (id) => {
      await refreshDistributors();
      onDone(id);
    },
  });
}
