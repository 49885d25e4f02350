/** Neither longer names nor more of them are compared: the time grows with both. */
const MAX_LENGTH = 100;
const MAX_KNOWN = 200;

/** The known name that was probably meant: at most a third of its characters differ. Undefined if none is so close. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH || known.length > MAX_KNOWN) return undefined;
  let nearest: { readonly name: string; readonly edits: number } | undefined;
  for (const other of known) {
    const most = Math.min(
      nearest?.edits ?? Infinity,
      Math.floor(Math.max(name.length, other.length) / 3) + 1,
    );
    if (Math.abs(other.length - name.length) >= most) continue;
    const edits = editsBetween(name.toLowerCase(), other.toLowerCase());
    if (edits < most) nearest = { name: other, edits };
  }
  return nearest?.name;
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
