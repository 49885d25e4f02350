import { expect, it } from '@jest/globals';
import type { TaskType } from '../../../api/types.js';
import { curlOf, examplesFor } from './examples.js';

const type = (name: string, example: object | null = null) =>
  ({ name, summary: `Does ${name}`, example }) as TaskType;

it('offers the examples whose tasks this installation has', () => {
  const names = examplesFor([type('math.divide'), type('math.count-primes')]).map(({ name }) => name);
  expect(names).toEqual(['math.divide', 'math.count-primes', 'math.divide']);
});

it('offers the examples of the tasks themselves where there are only others', () => {
  const own = [type('a', { n: 1 }), type('b'), type('c', {}), type('d', {}), type('e', {})];
  expect(examplesFor(own).map(({ name }) => name)).toEqual(['a', 'c', 'd']);
});

it('quotes a payload for the shell, and names a key where one is needed', () => {
  const example = { title: '', text: '', name: 'a', payload: { text: "it's" } };
  expect(curlOf(example, 'http://host', false)).toBe(
    `curl -X POST http://host/tasks/a -H 'Content-Type: application/json' -d '{"payload":{"text":"it'\\''s"}}'`,
  );
  expect(curlOf(example, 'http://host', true)).toContain(`-H 'Authorization: Bearer YOUR_KEY'`);
});
