export {
  changeApplicationDecider,
  readApplicationDecider,
  readApplicationLink,
  saveApplicationLink,
} from './application-links.ts';
export { applicationOf, type ApplicationData } from './application-queries.ts';
export { assertMayAct, assertMayLook } from './assert-may-act.ts';
export { changeLevel } from './change-level.ts';
export { closeDistributor, previewClose } from './close-distributor.ts';
export { countLooseEnds } from './close-queries.ts';
export { createDistributor, insertHouse } from './create-distributor.ts';
export { approveApplication, refuseApplication, sendBackApplication } from './decide-application.ts';
export { findDistributorId } from './find-distributor-id.ts';
export { freezeDistributor, unfreezeDistributor } from './freeze-distributor.ts';
export { handInApplication, readApplication } from './hand-in-application.ts';
export { inviteDistributor, resendDistributorInvitation, withdrawDistributorInvitation } from './invite-distributor.ts';
export { readLevels, removeLevel, reorderLevels, saveLevel } from './levels.ts';
export { moveDistributor, previewMove } from './move-distributor.ts';
export { readApplicant } from './read-applicant.ts';
export { getDistributor, readDistributors, type DistributorFilter } from './read-distributors.ts';
export { readDownline, readDownlineIncome, readFormerChildren } from './read-downline.ts';
export { readHistory } from './read-history.ts';
export { changeMayRecruit, changeTenantRecruiting, readRecruiting } from './set-recruiting.ts';
export { admitApplicant, nameOfPlace, openApplicationPlace, takeApplication } from './take-application.ts';
export { updateDistributor } from './update-distributor.ts';
