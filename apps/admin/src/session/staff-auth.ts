import { createStaffAuth } from '@keyfall/web/office';

/** The routes of staff logins on the back office's own host. */
export const staffAuth = createStaffAuth('admin');
