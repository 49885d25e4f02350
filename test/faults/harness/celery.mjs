import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnChild } from './children.mjs';
import { until } from './until.mjs';

/** Debian's, which has python3-celery. */
const PYTHON = '/usr/bin/python3';
const PRODUCER = fileURLToPath(new URL('../programs/producer.py', import.meta.url));

export const hasCelery = existsSync('/usr/lib/python3/dist-packages/celery/__init__.py');

/**
 * A Python program that calls `send_task` at an even rate.
 *
 * @param environment with CELERY_BROKER_URL and CELERY_RESULT_BACKEND
 * @param limitS for the results after the last send
 * @param first number of the first send
 * @param isMixed true: every third send is a chain or a chord, and a thread waits for results by `get`
 */
export function startProducer(environment, { rate, limitS, first = 1, isMixed = false }) {
  const args = [PRODUCER, rate, limitS, first, isMixed ? 'mixed' : 'single'].map(String);
  const child = spawnChild('producer', PYTHON, args, {
    env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const sends = () => child.output().split('\n').length - 1;
  return {
    /** Resolves when this number of `send_task` have returned. */
    reached: (count) => until(() => sends() >= count, { what: `${count} sends`, limitMs: 600_000 }),
    /** Ends the sending. @returns { refused, got: { ok, wrong, raised }, results: [[n, id, state, result]…] } */
    async stop() {
      child.child.stdin.end();
      await child.exited;
      const last = child.output().trimEnd().split('\n').at(-1);
      if (!last.startsWith('{')) throw new Error(`The producer ended: ${child.output().slice(-2_000)}`);
      return JSON.parse(last);
    },
  };
}

/** Each `send_task` that returned has become one task, and has its result. @param effects all of the sink */
export function judgeSends(row, name, effects, { refused, results }) {
  const tasks = new Map(results.map(([n]) => [n, new Set()]));
  const own = effects.filter(({ n, id }) => tasks.get(n)?.add(id));
  const exactly = (what, fits) => row.exactly(`${name}: ${what}`, results.filter(fits).length, 0);
  row.figures[name] = { sends: results.length, refused, runs: own.length };
  exactly('lost, no result', ([, , state]) => state === null);
  exactly('results that are no success', ([, , state]) => state && state !== 'SUCCESS');
  exactly('wrong results', ([n, , state, text]) => state && !text.includes(`'n': ${n},`));
  exactly('sends that became no task, or several', ([n]) => tasks.get(n).size !== 1);
}
