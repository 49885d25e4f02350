import { ProblemError } from '@celeriac/client';
import type { Session } from '../cli.js';
import { ExitCode } from '../exit-code.js';

/** Requests at the same time. */
const CONCURRENCY = 8;

interface Outcome {
  readonly task_id: string;
  readonly new_task_id?: string;
  readonly problem?: ProblemError['problem'];
}

/**
 * Acts on tasks one by one. Rejects if a single task is refused; of several, it prints each outcome.
 *
 * @param act requests it of the API, and resolves with the ID of the new task if there is one
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
    outcomes.push(successOf(only, await act(only)));
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
    return successOf(id, await act(id));
  } catch (error) {
    if (error instanceof ProblemError) return { task_id: id, problem: error.problem };
    throw error;
  }
}

function successOf(id: string, made: unknown): Outcome {
  return { task_id: id, ...(typeof made === 'string' && { new_task_id: made }) };
}

function lineOf({ task_id, new_task_id, problem }: Outcome, past: string): string {
  if (problem !== undefined) return `${task_id}  not ${past}: ${problem.detail}`;
  return new_task_id === undefined ? `${task_id}  ${past}` : `${task_id}  ${past} as ${new_task_id}`;
}
