/** Everything a stream yields; for tests, which know that it ends. */
export async function allOf<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
