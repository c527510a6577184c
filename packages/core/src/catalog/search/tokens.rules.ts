import { pinyin } from 'pinyin-pro';

/**
 * Search without LIKE: texts become short tokens when a product is written, and a query becomes tokens of the same kinds, so
 * that `token = any(…)` on an index answers it (decided because only such operators use an index under row-level security).
 *
 * Kinds, told apart by a prefix so that a Latin trigram never meets a pinyin one by accident:
 * - `c:` single Chinese characters, `b:` pairs of neighbours, and `y:` how such a pair sounds, since input methods offer
 *   the wrong character of the right sound
 * - `t:` trigrams of Latin words and numbers, with their start marked (`^te`), and `w:` whole words
 * - `p:` trigrams of the full pinyin without tones, `i:` trigrams, prefixes and the whole (`=`) of the initials
 * - `d:` Latin words with one letter left out: two letters swapped or one mistaken still share such a rest, where a short
 *   word no longer shares a trigram
 */
const TOKENS_MAX = 4000;
const QUERY_TOKENS_MAX = 200;
const TEXT_CHARS_MAX = 2000;
const HAN = /\p{Script=Han}/u;
const HAN_RUNS = /\p{Script=Han}+/gu;
/** Chinese and Latin written together, as in Q币, has initials of its own. */
const MIXED_RUNS = /[\p{Script=Han}\p{Script=Latin}\p{N}]+/gu;
const INITIALS_MAX = 30;
const LONG_LATIN = /[\p{Script=Latin}\p{N}]{4}/u;
const LETTERS_LEFT_OUT = { wordMin: 4, wordMax: 16 };
const LATIN_WORDS = /[\p{Script=Latin}\p{N}]+/gu;

/** Texts of a product by how much a hit in them is worth. */
export interface SearchTexts {
  readonly names: readonly string[];
  readonly categories: readonly string[];
  readonly details: readonly string[];
}

/** A product's tokens with weights: 3 in its names, 1 elsewhere. */
export function searchTokens(texts: SearchTexts): ReadonlyMap<string, number> {
  const tokens = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const token of tokensOf(text)) {
      if (tokens.size >= TOKENS_MAX && !tokens.has(token)) return;
      tokens.set(token, Math.max(weight, tokens.get(token) ?? 0));
    }
  };
  for (const text of texts.names) add(text, 3);
  for (const text of [...texts.categories, ...texts.details]) add(text, 1);
  return tokens;
}

/** Tokens of a query. Latin letters may be a word, pinyin or initials, so they are asked as all three. */
export function queryTokens(query: string): ReadonlySet<string> {
  const text = normalise(query);
  const tokens = new Set<string>();
  for (const run of text.match(HAN_RUNS) ?? []) addHan(tokens, run);
  const words = text.match(LATIN_WORDS) ?? [];
  for (const word of words) {
    addWord(tokens, word);
    if (/^[a-z]+$/.test(word)) {
      for (const part of trigrams(word)) tokens.add(`p:${part}`);
      for (const part of trigrams(word)) tokens.add(`i:${part}`);
      if (word.length <= 2) tokens.add(`i:^${word}`);
      tokens.add(`i:=${word.slice(0, 30)}`);
    }
  }
  return new Set([...tokens].slice(0, QUERY_TOKENS_MAX));
}

function tokensOf(text: string): ReadonlySet<string> {
  const tokens = new Set<string>();
  const clean = normalise(text);
  for (const run of clean.match(HAN_RUNS) ?? []) {
    addHan(tokens, run);
    addPinyin(tokens, run);
  }
  for (const run of clean.match(MIXED_RUNS) ?? []) {
    for (const part of new Set([run, ...(run.match(HAN_RUNS) ?? [])])) addInitials(tokens, part);
  }
  for (const word of clean.match(LATIN_WORDS) ?? []) addWord(tokens, word);
  return tokens;
}

function addHan(tokens: Set<string>, run: string): void {
  const characters = [...run];
  for (const [index, character] of characters.entries()) {
    tokens.add(`c:${character}`);
    const next = characters[index + 1];
    if (next !== undefined) tokens.add(`b:${character}${next}`);
  }
  const syllables = syllablesOf(run);
  for (const [index, syllable] of syllables.slice(1).entries()) tokens.add(`y:${syllables[index]}${syllable}`);
}

function addWord(tokens: Set<string>, word: string): void {
  tokens.add(`w:${word.slice(0, 30)}`);
  for (const part of trigrams(word)) tokens.add(`t:${part}`);
  if (word.length < LETTERS_LEFT_OUT.wordMin || word.length > LETTERS_LEFT_OUT.wordMax) return;
  for (let left = 0; left <= word.length; left += 1) tokens.add(`d:${word.slice(0, left)}${word.slice(left + 1)}`);
}

function addPinyin(tokens: Set<string>, run: string): void {
  const full = syllablesOf(run).join('');
  for (const part of trigrams(full)) tokens.add(`p:${part}`);
  // ü is typed as v where an input method asks for it, and as u by everybody else.
  if (full.includes('v')) for (const part of trigrams(full.replaceAll('v', 'u'))) tokens.add(`p:${part}`);
}

function addInitials(tokens: Set<string>, run: string): void {
  // A longer Latin word is found by itself; its letters would drown the few initials beside it.
  if (!HAN.test(run) || LONG_LATIN.test(run)) return;
  const initials = run
    .replace(HAN_RUNS, (han) =>
      syllablesOf(han)
        .map((syllable) => syllable.charAt(0))
        .join(''),
    )
    .slice(0, INITIALS_MAX);
  for (const part of trigrams(initials)) tokens.add(`i:${part}`);
  for (const length of [1, 2]) if (initials.length >= length) tokens.add(`i:^${initials.slice(0, length)}`);
  tokens.add(`i:=${initials}`);
}

function syllablesOf(run: string): readonly string[] {
  const syllables = pinyin(run, { toneType: 'none', type: 'array', v: true });
  return syllables.filter((syllable) => /^[a-z]+$/.test(syllable));
}

/** Runs of three with the start of the word marked; a word of one or two letters is only its marked start. */
function trigrams(word: string): readonly string[] {
  const marked = `^${word}`.slice(0, 80);
  if (marked.length <= 3) return [marked];
  return Array.from({ length: marked.length - 2 }, (_, index) => marked.slice(index, index + 3));
}

function normalise(text: string): string {
  return text.slice(0, TEXT_CHARS_MAX).normalize('NFKC').toLowerCase();
}

export interface Hit {
  readonly productId: string;
  /** How many of the query's tokens the product carries. */
  readonly matched: number;
}

/**
 * Hits that fit well enough, best first. A product must carry half of what the best hit carries and of what the
 * query could match at all in its own script, so that one shared letter pair finds nothing.
 */
export function rankByCount(query: string, hits: readonly Hit[]): readonly Hit[] {
  const best = hits.reduce((most, hit) => Math.max(most, hit.matched), 0);
  const least = Math.max(leastMatches(query), Math.ceil(best * 0.5));
  return hits.filter((hit) => hit.matched >= least).sort((a, b) => b.matched - a.matched);
}

// What one kind of writing could match: Latin letters are asked in three kinds of which a product answers one.
function leastMatches(query: string): number {
  const text = normalise(query);
  const han = (text.match(HAN_RUNS) ?? []).reduce((sum, run) => sum + [...run].length * 2 - 1, 0);
  const latin = (text.match(LATIN_WORDS) ?? []).reduce((sum, word) => sum + Math.max(1, word.length - 1), 0);
  return Math.max(1, Math.ceil((han + latin) * (HAN.test(text) ? 0.4 : 0.55)));
}
