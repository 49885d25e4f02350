/** Number of tasks processed concurrently: a thousand at once would delay all other commands. */
const AT_ONCE = 50;

/**
 * Processes items in groups.
 *
 * @param goesOn called before each group; if it returns false, the rest is not processed
 * @returns the results in order, as far as it got
 */
export async function inTurns<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
  goesOn: () => boolean = () => true,
): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length && goesOn(); i += AT_ONCE) {
    const turn = items.slice(i, i + AT_ONCE);
    results.push(...(await Promise.all(turn.map(act))));
  }
  return results;
}
