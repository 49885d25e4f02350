/** Tasks that are acted on at the same time: so many that a thousand don't stand before everybody else's commands. */
const AT_ONCE = 50;

/**
 * Acts on some at a time.
 *
 * @param goesOn asked before each turn; where it says no, what is left is not acted on
 * @returns what came of each, in their order, as far as it got
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
