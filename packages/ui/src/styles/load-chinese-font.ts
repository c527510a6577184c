let loading: Promise<unknown> | undefined;

/**
 * Brings the style sheets that name Noto Sans SC's slices (the browser then fetches only the slices a page shows). Kept out of the
 * first paint: their list of ranges is larger than all other styles together. Calling it again is free.
 */
export async function loadChineseFont(): Promise<void> {
  loading ??= import('./chinese-font.css');
  await loading;
}
