export { queryTokens, rankByCount, searchTokens } from './tokens.rules.ts';
export type { Hit, SearchTexts } from './tokens.rules.ts';
