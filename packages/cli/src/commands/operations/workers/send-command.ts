import type { CeleriacClient, components } from '@celeriac/client';
import { bodyOf } from '../../../answer.js';
import { ExitCode } from '../../../exit-code.js';
import type { Output } from '../../../output/output.js';
import { workersNamed } from './find-workers.js';

export type Outcome = components['schemas']['CommandOutcomeDto'];
type WorkerCommand = components['schemas']['WorkerCommandDto'];
export type Reply = Outcome['replies'][number];

/** Sends a command to these workers, or to all, and collects the replies. */
export async function sendCommand(
  client: CeleriacClient,
  named: readonly string[],
  body: WorkerCommand,
): Promise<Outcome> {
  const targets = named.length === 0 ? ['_all'] : (await workersNamed(client, named)).map(idOf);
  const sent = targets.map(async (worker_id) =>
    bodyOf(await client.api.POST('/workers/{worker_id}/commands', { params: { path: { worker_id } }, body })),
  );
  const outcomes = await Promise.all(sent);
  return {
    replies: outcomes.flatMap(({ replies }) => replies),
    missing: outcomes.flatMap(({ missing }) => missing),
  };
}

/**
 * Prints the replies as `celery` does: a line for each worker, and below it what it has replied.
 *
 * @returns taskFailed if no worker has replied, or one has refused or not replied
 */
export function showReplies(output: Output, outcome: Outcome, linesOf: (reply: Reply) => string[]): ExitCode {
  const { replies, missing } = outcome;
  output.show(outcome, () =>
    [
      ...replies.flatMap((reply) => [headOf(reply), ...linesOf(reply).map((line) => `    ${line}`)]),
      ...missing.map(({ name, worker_id: id, state }) => `-> ${name} (${id}): no reply, ${state}`),
      '',
      summaryOf(outcome),
    ].join('\n'),
  );
  const isDone = replies.length > 0 && missing.length === 0 && replies.every(({ ok }) => ok);
  return isDone ? ExitCode.ok : ExitCode.taskFailed;
}

function headOf({ worker_id: id, ok, error, worker }: Reply): string {
  const name = worker === undefined ? id : `${worker.name} (${id})`;
  return `-> ${name}: ${ok ? 'OK' : `refused: ${error ?? ''}`}`;
}

function summaryOf({ replies, missing }: Outcome): string {
  const silent = missing.length === 0 ? '' : `, ${missing.length} did not`;
  return replies.length + missing.length === 0
    ? 'No worker is running.'
    : `${replies.length} replied${silent}.`;
}

function idOf({ worker_id: id }: { readonly worker_id: string }): string {
  return id;
}
