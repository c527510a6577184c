interface Rankable {
  readonly label: string;
  readonly keywords?: readonly string[];
}

/** How well a text answers a query: 3 begins with it, 2 a word does, 1 contains it, 0.5 its letters in order, 0 not at all. */
export function matchScore(text: string, query: string): number {
  const [haystack, needle] = [text.toLowerCase(), query.toLowerCase()];
  const at = haystack.indexOf(needle);
  if (at === 0) return 3;
  if (at > 0) return /[\s/·-]/.test(haystack[at - 1] ?? '') ? 2 : 1;
  let from = 0;
  for (const letter of needle) {
    from = haystack.indexOf(letter, from) + 1;
    if (from === 0) return 0;
  }
  return 0.5;
}

/** The commands that answer the query, best first; all of them, in their own order, while it is empty. Every word must match. */
export function rankCommands<T extends Rankable>(commands: readonly T[], query: string): readonly T[] {
  const words = query
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return commands;
  const scored = commands.map((command) => {
    const texts = [command.label, ...(command.keywords ?? [])];
    const scores = words.map((word) => Math.max(...texts.map((text) => matchScore(text, word))));
    return { command, score: scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}
