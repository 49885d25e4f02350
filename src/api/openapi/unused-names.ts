/**
 * Numbers the names that would be alike: `A`, `B`, `A` are `A`, `B`, `A2`. A number never takes a name that another one
 * wants, so every name that is wanted once, and is not taken, stays as it is.
 *
 * @param taken names that none of them may have
 */
export function unusedNames(wanted: readonly string[], taken: Iterable<string> = []): string[] {
  const given = new Set(taken);
  const all = new Set([...given, ...wanted]);
  return wanted.map((name) => {
    const own = given.has(name) ? numbered(name, all) : name;
    given.add(own);
    all.add(own);
    return own;
  });
}

function numbered(name: string, all: ReadonlySet<string>): string {
  for (let number = 2; ; number++) if (!all.has(`${name}${number}`)) return `${name}${number}`;
}
