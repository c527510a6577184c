import type { ApplicationState } from '@keyfall/contracts/distributor-schemas';
import type { findProfile } from './queries.ts';

type Profile = Awaited<ReturnType<typeof findProfile>>;

/** What a company has said about itself so far; the note of its profile is the wholesaler's. */
export function presentApplication(name: string, profile: Profile): ApplicationState['application'] {
  return {
    name,
    legalName: profile?.legal_name ?? null,
    taxNumber: profile?.tax_number ?? null,
    contactName: profile?.contact_name ?? null,
    contactMail: profile?.contact_mail ?? null,
    contactPhone: profile?.contact_phone ?? null,
  };
}
