/**
 * Asks for the next item while the one before is worked on. It never is more than one ahead, and when whoever takes the
 * items leaves, what was asked for ends before this does.
 */
export async function* readAhead<T>(source: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let asked = ask(source);
  try {
    for (let item = await asked; item.done !== true; item = await asked) {
      asked = ask(source);
      yield item.value;
    }
  } finally {
    await asked.catch(() => {});
    await source.return();
  }
}

function ask<T>(source: AsyncGenerator<T, void, undefined>): Promise<IteratorResult<T, void>> {
  const asked = source.next();
  // Its failure is thrown where it is awaited; until then it is not a rejection that nobody handles.
  asked.catch(() => {});
  return asked;
}
