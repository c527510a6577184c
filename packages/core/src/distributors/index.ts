export { assertMayAct } from './assert-may-act.ts';
export { createDistributor, insertHouse } from './create-distributor.ts';
export { findDistributorId } from './find-distributor-id.ts';
export { freezeDistributor, unfreezeDistributor } from './freeze-distributor.ts';
export { readLevels, removeLevel, saveLevel } from './levels.ts';
export { getDistributor, readDistributors, type DistributorFilter } from './read-distributors.ts';
export { updateDistributor } from './update-distributor.ts';
