/** What the other side of the broker gets of a value. */
export function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
