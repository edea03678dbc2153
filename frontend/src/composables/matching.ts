/** Return what has all of these words in its name or its id; all of it for no words. */
export function matching<T extends { name: string; id: string }>(
  items: readonly T[],
  words: string,
): T[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  return items.filter(({ name, id }) => {
    const text = `${name} ${id}`.toLocaleLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
