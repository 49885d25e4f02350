import type { TaskType } from '../../../api/types.js';

/** A task to try, with what there is to see. */
export interface Example {
  readonly title: string;
  readonly text: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Examples of the tasks that every installation begins with. */
const EXAMPLES: readonly Example[] = [
  {
    title: 'Divide 10 by 2',
    text: 'The task of the tutorial. It is stored, a worker runs it, and you read its result.',
    name: 'math.divide',
    payload: { x: 10, y: 2 },
  },
  {
    title: 'Count primes up to 20 million',
    text: 'CPU-bound work. It runs in its own thread and reports its progress.',
    name: 'math.count-primes',
    payload: { n: 20_000_000 },
  },
  {
    title: 'Divide by zero',
    text: 'A task that fails. Open it to see its error and to retry it.',
    name: 'math.divide',
    payload: { x: 1, y: 0 },
  },
];

/** Three things to try with the task types of this installation; without those above, with its own examples. */
export function examplesFor(types: readonly TaskType[]): readonly Example[] {
  const names = new Set(types.map(({ name }) => name));
  const known = EXAMPLES.filter(({ name }) => names.has(name));
  if (known.length > 0) return known;
  return types
    .flatMap(({ name, summary, example }) =>
      example === null ? [] : [{ title: name, text: summary, name, payload: example }],
    )
    .slice(0, 3);
}

/** The same as a command. @param hasKeys whether the API asks for an API key */
export function curlOf({ name, payload }: Example, origin: string, hasKeys: boolean): string {
  const key = hasKeys ? ` -H 'Authorization: Bearer YOUR_KEY'` : '';
  const body = JSON.stringify({ payload }).replaceAll("'", String.raw`'\''`);
  return `curl -X POST ${origin}/tasks/${name}${key} -H 'Content-Type: application/json' -d '${body}'`;
}
