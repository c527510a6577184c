import type { ApplyInput } from '@keyfall/contracts/application-schemas';
import { postJson } from '@keyfall/web';
import type { InvitationView, StaffAuth } from '@keyfall/web/office';

/** Whose public link it is. @throws HttpError */
export async function viewApplicationLink(token: string): Promise<{ readonly name: string }> {
  return (await postJson('/auth/portal/application-link', { token })) as { readonly name: string };
}

/** Asks for the mail with which an application goes on. @throws HttpError */
export async function apply(input: ApplyInput): Promise<void> {
  await postJson('/auth/portal/apply', input);
}

/** The mailed link of an application, as the form of an invitation speaks to it. */
export const applicationAuth: Pick<StaffAuth, 'viewInvitation' | 'acceptInvitation'> = {
  viewInvitation: async (token) => (await postJson('/auth/portal/application', { token })) as InvitationView,
  acceptInvitation: async (token, own) =>
    (await postJson('/auth/portal/application/accept', { token, ...own })) as Awaited<
      ReturnType<StaffAuth['acceptInvitation']>
    >,
};
