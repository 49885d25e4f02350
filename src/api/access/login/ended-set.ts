/** A session that was logged out before its time. */
export interface EndedSession {
  /** The key that it was of. */
  readonly keyName: string;
  /** Hash of its signature. */
  readonly id: string;
  /** When it would have been over anyway, ms since 1970. */
  readonly expiresAt: number;
}

/** So many are remembered of one key. */
export const MOST_ENDED = 100;

/**
 * Sessions that were logged out, a bounded number of each key. A full list forgets the one that expires first, and from
 * then on all that expire no later than the first it still has count as ended: nothing comes back to life, and a client
 * that logs in and out in a loop fills nothing. The script in ended-sessions.ts keeps the same rule in Redis.
 */
export class EndedSet {
  private readonly ofKeys = new Map<string, Map<string, EndedSession>>();

  constructor(private readonly most = MOST_ENDED) {}

  add(session: EndedSession): void {
    const known = this.ofKeys.get(session.keyName) ?? new Map<string, EndedSession>();
    this.ofKeys.set(session.keyName, known.set(session.id, session));
    if (known.size <= this.most) return;
    const [first] = byExpiry(known);
    if (first !== undefined) known.delete(first.id);
  }

  has({ keyName, id, expiresAt }: EndedSession): boolean {
    const known = this.ofKeys.get(keyName);
    if (known === undefined) return false;
    if (known.has(id)) return true;
    const [first] = known.size < this.most ? [] : byExpiry(known);
    return first !== undefined && expiresAt <= first.expiresAt;
  }

  delete({ keyName, id }: EndedSession): void {
    this.ofKeys.get(keyName)?.delete(id);
  }

  all(): EndedSession[] {
    return [...this.ofKeys.values()].flatMap((known) => [...known.values()]);
  }
}

function byExpiry(known: ReadonlyMap<string, EndedSession>): EndedSession[] {
  return [...known.values()].sort((a, b) => a.expiresAt - b.expiresAt);
}
