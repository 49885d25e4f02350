/** Two counts in parallel, then their ratio: the tasks of every installation. */
export const EXAMPLE_WORKFLOW = {
  name: 'primes-report',
  tags: ['demo'],
  steps: {
    counts: { task: 'math.count-primes', each: [1_000, 1_000_000], payload: { n: { $item: '' } } },
    ratio: {
      task: 'math.divide',
      payload: { x: { $result: 'counts', path: '/1' }, y: { $result: 'counts', path: '/0' } },
    },
  },
};

export const EXAMPLE_COMMAND = `curl ${location.origin}/workflows -H 'Content-Type: application/json' -d '${JSON.stringify(EXAMPLE_WORKFLOW)}'`;
