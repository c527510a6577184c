/** Small choices remembered in this browser (shown columns, sidebar). Reading never throws: storage may be refused or full. */
export function readRemembered(key: string): unknown {
  try {
    const text = localStorage.getItem(`kf.${key}`);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`kf.${key}`, JSON.stringify(value));
  } catch {
    // A choice that cannot be kept is no reason to disturb anybody.
  }
}
