export { approveWriteOff, rejectWriteOff, requestWriteOff } from './write-off.ts';
export { listDebts, listWriteOffs } from './read-debts.ts';
