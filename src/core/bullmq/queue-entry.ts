/** A task in a set that spans all queues: `<queue>:<id>`. */
export function entryOf(queue: string, id: string): string {
  return `${queue}:${id}`;
}

/** Reads an entry. Its queue may be one that this version does not know. */
export function parseEntry(entry: string): { queue: string; id: string } {
  const [queue = '', id = ''] = entry.split(':');
  return { queue, id };
}
