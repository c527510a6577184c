export { approveWriteOff, rejectWriteOff, requestWriteOff, writeOffAgreed } from './write-off.ts';
export { listDebts, listWriteOffs } from './read-debts.ts';
