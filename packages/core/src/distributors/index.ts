export { assertMayAct } from './assert-may-act.ts';
