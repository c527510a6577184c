/** The grid in which a parent's prices for one of its children are set, looked through before they hold, and saved. */
export function childPricesHref(parentId: string, childId: string, q?: string): string {
  const search = new URLSearchParams({ view: 'children', owner: parentId, cols: childId, ...(q ? { q } : {}) });
  return `/price-lists?${search}`;
}
