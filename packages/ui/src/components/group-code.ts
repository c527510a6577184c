const GROUP = 4;

/**
 * Cuts a code into the groups the eye reads. Codes that carry their own separators keep them (`ABCD-EFGH` → `ABCD-`, `EFGH`);
 * links and texts with anything but letters, digits and separators stay whole. Joined, the groups are always the code.
 */
export function groupCode(code: string): readonly string[] {
  if (!/^[\p{L}\p{N} _-]+$/u.test(code)) return [code];
  if (/[ _-]/.test(code)) return code.split(/(?<=[ _-])/);
  const characters = [...code];
  if (characters.length <= GROUP + 1) return [code];
  const groups: string[] = [];
  for (let start = 0; start < characters.length; start += GROUP)
    groups.push(characters.slice(start, start + GROUP).join(''));
  // A lone last character is easily overlooked: it joins the group before it.
  const last = groups.at(-1);
  if (last !== undefined && [...last].length === 1) groups.splice(-2, 2, `${groups.at(-2) ?? ''}${last}`);
  return groups;
}
