import { ProblemError } from '@celeriac/client';
import type { Session } from '../cli.js';
import { ExitCode } from '../exit-code.js';

/** Requests at the same time. */
const CONCURRENCY = 8;

interface Outcome {
  readonly task_id: string;
  readonly problem?: ProblemError['problem'];
}

/**
 * Acts on tasks one by one. A single task that is refused rejects; of several, each is told.
 *
 * @param act requests it of the API
 * @param past what it is then: `cancelled`
 */
export async function actOnEach(
  { output, terminal }: Session,
  ids: readonly string[],
  past: string,
  act: (id: string) => Promise<unknown>,
): Promise<ExitCode> {
  const [only, ...others] = ids;
  const outcomes: Outcome[] = [];
  const progress = output.progress();
  if (only !== undefined && others.length === 0) {
    await act(only);
    outcomes.push({ task_id: only });
  } else {
    const left = [...ids];
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    async function work(): Promise<void> {
      for (let id = left.shift(); id !== undefined && !terminal.signal.aborted; id = left.shift()) {
        outcomes.push(await outcomeOf(id, act));
        progress.update((outcomes.length / ids.length) * 100, `${outcomes.length} of ${ids.length}`);
      }
    }
  }
  progress.end();
  output.show(outcomes, () => outcomes.map((outcome) => lineOf(outcome, past)).join('\n'));
  return outcomes.some(({ problem }) => problem !== undefined) ? ExitCode.taskFailed : ExitCode.ok;
}

async function outcomeOf(id: string, act: (id: string) => Promise<unknown>): Promise<Outcome> {
  try {
    await act(id);
    return { task_id: id };
  } catch (error) {
    if (error instanceof ProblemError) return { task_id: id, problem: error.problem };
    throw error;
  }
}

function lineOf({ task_id, problem }: Outcome, past: string): string {
  return `${task_id}  ${problem === undefined ? past : `not ${past}: ${problem.detail}`}`;
}
