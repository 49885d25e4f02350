/**
 * Numbers duplicate names: `A`, `B`, `A` become `A`, `B`, `A2`. A number never produces another wanted name, so every
 * name that is wanted once and not taken stays as it is.
 *
 * @param taken names that may not be used
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
