/** A session that was logged out before its expiry. */
export interface EndedSession {
  /** Name of the key that was logged in with, or of the person. */
  readonly keyName: string;
  /** Hash of the session's signature. */
  readonly id: string;
  /** Regular expiry of the session, ms since 1970. */
  readonly expiresAt: number;
}

/** Maximum number of ended sessions remembered per key. */
export const MOST_ENDED = 100;

/**
 * Ended sessions, a limited number per key. A full list drops the session that expires first. From then on, all
 * sessions that expire no later than the first remaining one count as ended: no session becomes valid again, and a
 * client that logs in and out in a loop cannot use up memory. The script in ended-sessions.ts applies the same rule in
 * Redis.
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
