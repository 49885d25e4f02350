/** A member of a sorted set and its score. */
export interface Scored {
  readonly member: string;
  readonly score: number;
}

/** Reads a reply to WITHSCORES: members and scores in turn. */
export function scoredOf(reply: readonly string[]): Scored[] {
  return reply.flatMap((member, i) => (i % 2 === 0 ? [{ member, score: Number(reply[i + 1]) }] : []));
}
