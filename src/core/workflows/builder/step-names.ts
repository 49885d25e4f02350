import type { Step } from './part.js';

/** As long as the name of a step may be, less the number. */
const MAX_LENGTH = 58;

/** The names of steps, in order: their own, or that of their task with the next free number. */
export function stepNames(steps: readonly Step<unknown>[]): Map<Step<unknown>, string> {
  const unique = new Set(steps);
  const taken = givenNames(unique);
  const counts = new Map<string, number>();
  const names = new Map<Step<unknown>, string>();
  for (const step of unique) {
    const name = step.givenName ?? nextName(step.content.task.slice(0, MAX_LENGTH), taken, counts);
    names.set(step, name);
  }
  return names;
}

function givenNames(steps: Iterable<Step<unknown>>): Set<string> {
  const taken = new Set<string>();
  for (const { givenName } of steps) {
    if (givenName === undefined) continue;
    if (taken.has(givenName)) throw new TypeError(`Two steps are named ${JSON.stringify(givenName)}`);
    taken.add(givenName);
  }
  return taken;
}

function nextName(task: string, taken: ReadonlySet<string>, counts: Map<string, number>): string {
  let count = counts.get(task) ?? 0;
  let name: string;
  do {
    count++;
    name = `${task}-${count}`;
  } while (taken.has(name));
  counts.set(task, count);
  return name;
}
