import type { StepSnapshot } from './workflow.js';

/** A chain of steps, each of which waits for the one before it. */
export interface CriticalPath {
  readonly steps: readonly string[];
  /** Running time of these steps together. */
  readonly ms: number;
}

type TimedStep = Pick<StepSnapshot, 'name' | 'parents' | 'startedAt' | 'finishedAt'>;

/** The longest chain that ends with a step. */
interface Chain {
  readonly step: TimedStep;
  readonly ms: number;
  readonly before: Chain | undefined;
}

/**
 * The chain of steps that has run longest. However many workers there are, the workflow takes at least that long.
 *
 * @param steps every step after its parents
 * @param now the end of steps that still run, in ms since 1970
 */
export function criticalPath(steps: readonly TimedStep[], now: number): CriticalPath {
  const chains = new Map<string, Chain>();
  for (const step of steps) {
    const before = longest(step.parents.map((parent) => chains.get(parent)));
    chains.set(step.name, { step, before, ms: runningMs(step, now) + (before?.ms ?? 0) });
  }
  const started = [...chains.values()].filter(({ step }) => step.startedAt !== null);
  const last = longest(started.reverse());
  const path: string[] = [];
  for (let at = last; at !== undefined; at = at.before) path.push(at.step.name);
  return { steps: path.reverse(), ms: last?.ms ?? 0 };
}

/** The first of the longest. */
function longest(chains: readonly (Chain | undefined)[]): Chain | undefined {
  return chains.reduce((found, chain) => (chain && chain.ms > (found?.ms ?? -1) ? chain : found), undefined);
}

function runningMs({ startedAt, finishedAt }: TimedStep, now: number): number {
  return startedAt === null ? 0 : Math.max(0, (finishedAt ?? now) - startedAt);
}
