/** How hard a password is to guess, 0 (at once) to 4 (not in practice). A hint for the eye; the server decides. */
export function passwordStrength(password: string, personal: readonly string[]): 0 | 1 | 2 | 3 | 4 {
  const lower = password.toLowerCase();
  // What stands in the login, repeats, or runs along the alphabet or the keyboard adds next to nothing.
  let worth = lower;
  for (const word of personal) if (word.length >= 3) worth = worth.replaceAll(word.toLowerCase(), '');
  worth = worth
    .replace(/(.)\1{2,}/g, '$1')
    .replace(/(?:0123|1234|2345|3456|4567|5678|6789|abcd|qwer|asdf|zxcv|password|admin)\d*/g, '');
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\p{L}\p{N}]/u, /[^\u0020-\u007e]/].filter((kind) =>
    kind.test(password),
  ).length;
  // A Chinese character is drawn from thousands, a Latin letter from dozens.
  const wide = [...worth].filter((character) => character > '\u024f').length;
  const score = new Set(worth).size * 0.6 + worth.length * 0.7 + wide * 0.5 + kinds;
  if (password.length < 8 || score < 8) return 0;
  if (score < 12) return 1;
  if (score < 16) return 2;
  return score < 22 ? 3 : 4;
}
