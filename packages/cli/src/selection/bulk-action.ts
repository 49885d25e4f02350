import { setTimeout as wait } from 'node:timers/promises';
import type { components } from '@celeriac/client';
import type { Session } from '../cli.js';
import { ExitCode } from '../exit-code.js';
import { detailsOf } from '../output/details.js';
import { confirm } from './confirm.js';

type BulkAction = components['schemas']['BulkActionDto'];
type Request = components['schemas']['BulkActionRequestDto'];

export interface BulkOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
}

const MIN_POLL_MS = 50;
const MAX_POLL_MS = 1_000;

/**
 * Acts on all tasks that match a query: counts and fixes them by a dry run, asks, and acts on exactly these.
 *
 * @param past what the tasks are then: `cancelled`
 */
export async function actByQuery(
  session: Session,
  { dryRun = false, yes, reason }: BulkOptions,
  action: Request['action'],
  past: string,
  q: string,
): Promise<ExitCode> {
  const { output } = session;
  const found = await carryOut(session, { action, q, dry_run: true }, past);
  if (found.status !== 'SUCCESS' || dryRun || found.matched === 0) {
    output.show(found, () => foundText(found));
    return exitCodeOf(found);
  }
  const most = found.truncated ? ' (the newest of more)' : '';
  if (!(await confirm(session, `${action} ${countOf(found.matched)}${most}`, yes))) return ExitCode.ok;
  const order = { action, dry_run_id: found.bulk_action_id, ...(reason === undefined ? {} : { reason }) };
  const done = await carryOut(session, order, past);
  output.show(done, () => doneText(done, past));
  return exitCodeOf(done);
}

/** Orders a bulk action and waits for its end. */
async function carryOut(
  { client, output, terminal }: Session,
  body: Request,
  past: string,
): Promise<BulkAction> {
  const { data: ordered } = await client.api.POST('/bulk-actions', { body });
  if (ordered === undefined) throw new Error('The API has answered without a bulk action');
  const path = { bulk_action_id: ordered.bulk_action_id };
  const progress = output.progress();
  let bulk: BulkAction = ordered;
  try {
    for (let pause = MIN_POLL_MS; bulk.finished_at === null; pause = Math.min(MAX_POLL_MS, pause * 1.5)) {
      progress.update(bulk.progress, progressText(bulk));
      await wait(pause, undefined, { signal: terminal.signal });
      bulk = (await client.api.GET('/bulk-actions/{bulk_action_id}', { params: { path } })).data ?? bulk;
    }
  } catch (error) {
    // Ctrl-C means the action, which would go on without this command.
    if (terminal.signal.aborted) {
      await client.api.POST('/bulk-actions/{bulk_action_id}/cancel', { params: { path } });
      output.note(`Stopped. ${bulk.done} of ${bulk.matched} tasks are ${past}.`);
    }
    throw error;
  } finally {
    progress.end();
  }
  return bulk;
}

function progressText({ action, dry_run, matched, status, looked_at }: BulkAction): string {
  const waits = status === 'PENDING' ? 'waits for a worker' : `${looked_at} looked at`;
  return `${dry_run ? 'counting' : action}: ${countOf(matched)}, ${waits}`;
}

function foundText({ matched, sample, truncated, error, status }: BulkAction): string {
  if (status !== 'SUCCESS') return `The count has failed: ${error?.message ?? status}`;
  if (matched === 0) return 'No tasks found: nothing to do.';
  const rest = matched > sample.length ? [`… and ${matched - sample.length} more`] : [];
  const more = truncated ? ['There are more than these: repeat the command afterwards.'] : [];
  return [`${countOf(matched)}:`, ...sample.map((id) => `  ${id}`), ...rest, ...more].join('\n');
}

function doneText({ done, failed, skipped, errors, error, revoke_reason }: BulkAction, past: string): string {
  return detailsOf([
    [past, done],
    ['skipped', skipped === 0 ? null : `${skipped} (their state had changed)`],
    ['failed', failed === 0 ? null : failed],
    ...errors.map(({ task_id, message }) => [task_id, message] as const),
    ['aborted', revoke_reason],
    ['error', error?.message],
  ]);
}

function countOf(tasks: number): string {
  return tasks === 1 ? '1 task' : `${tasks} tasks`;
}

function exitCodeOf({ status, failed }: BulkAction): ExitCode {
  return status === 'SUCCESS' && failed === 0 ? ExitCode.ok : ExitCode.taskFailed;
}
