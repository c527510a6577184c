export { CODE_MOVES, assertCodeMove, canMoveCode } from './code.rules.ts';
