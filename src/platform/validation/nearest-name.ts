/** Neither longer names nor more of them are compared: the time grows with both. */
const MAX_LENGTH = 100;
const MAX_KNOWN = 200;

/** The known name that was probably meant: at most a third of its characters differ. Undefined if none is so close. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return nearestNames(name, known, 1)[0];
}

/** The known names that may have been meant, the nearest first. Names that are equally near keep their order. */
export function nearestNames(name: string, known: readonly string[], limit: number): string[] {
  if (name.length > MAX_LENGTH || known.length > MAX_KNOWN) return [];
  return known
    .map((other) => ({ other, edits: editsWithin(name, other) }))
    .filter(({ edits }) => edits < Infinity)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, limit)
    .map(({ other }) => other);
}

/** The number of edits from one name to the other; Infinity if that is more than a third of the longer one. */
function editsWithin(name: string, other: string): number {
  const most = Math.floor(Math.max(name.length, other.length) / 3);
  if (Math.abs(other.length - name.length) > most) return Infinity;
  const edits = editsBetween(name.toLowerCase(), other.toLowerCase());
  return edits <= most ? edits : Infinity;
}

/** Levenshtein's distance: insertions, deletions and replacements of one character. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
