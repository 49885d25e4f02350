/** The form of a queue's name. Which queues there are is known to the modules that define them, and checked at start. */
const QUEUE_NAME = /^[a-z][a-z\d_-]{0,99}$/;

/** One number for every queue, or numbers by queue. */
export type PerQueue = number | Readonly<Partial<Record<string, number>>>;

/** `tasks,reports` */
export function queueList(value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  if (!names.every((name) => QUEUE_NAME.test(name)))
    throw new Error('a comma-separated list of queues, such as tasks,fetch');
  return [...new Set(names)];
}

/**
 * `16` for every queue, or `tasks=8,reports=2`.
 *
 * @param maximum of each number; the minimum is 1
 * @param example pairs to show in the message
 */
export function perQueue(maximum: number, example: string): (value: string) => PerQueue {
  const numberIn = (text: string) =>
    /^[1-9]\d{0,8}$/.test(text) && Number(text) <= maximum ? Number(text) : undefined;
  return (value) => {
    const forAll = numberIn(value);
    if (forAll !== undefined) return forAll;
    const pairs = value.split(',').map((pair): [string, number] => {
      const [name = '', text = '', ...rest] = pair.trim().split('=');
      const number = numberIn(text);
      if (!QUEUE_NAME.test(name) || number === undefined || rest.length > 0)
        throw new Error(`a number from 1 to ${maximum}, or pairs such as ${example}`);
      return [name, number];
    });
    return Object.fromEntries(pairs);
  };
}
