/** Period for which occurrences after the first are collected. */
const GATHER_MS = 5_000;
/** Maximum number of names; the rest is counted. */
const MOST_NAMED = 20;

interface Gathered {
  readonly named: string[];
  count: number;
  /** Time of the next summary of this kind. */
  readonly dueAt: number;
}

/**
 * Limits log lines about frequent events: the first of a kind is reported at once; later ones are collected for five
 * seconds and summarised, with the first 20 names.
 */
export class Summaries {
  private readonly kinds = new Map<string, Gathered>();

  constructor(private readonly report: (kind: string, named: readonly string[], count: number) => void) {}

  add(kind: string, name: string): void {
    let gathered = this.kinds.get(kind);
    if (!gathered) this.kinds.set(kind, (gathered = { named: [], count: 0, dueAt: 0 }));
    gathered.count += 1;
    if (gathered.named.length < MOST_NAMED) gathered.named.push(name);
  }

  flushDue(now = Date.now()): void {
    for (const [kind, { named, count, dueAt }] of this.kinds) {
      if (now < dueAt) continue;
      this.kinds.delete(kind);
      if (count === 0) continue;
      this.report(kind, named, count);
      this.kinds.set(kind, { named: [], count: 0, dueAt: now + GATHER_MS });
    }
  }

  flush(): void {
    this.flushDue(Infinity);
  }
}
