/** A value as it arrives on the other side of the broker. */
export function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
