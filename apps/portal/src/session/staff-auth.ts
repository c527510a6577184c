import { createStaffAuth } from '@keyfall/web/office';

/** The portal's routes of logins. */
export const staffAuth = createStaffAuth('portal');
