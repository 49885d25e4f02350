import type { Task } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import type { Detail } from '../../output/details.js';
import type { Style } from '../../output/style.js';
import { durationText, timeText } from '../../output/times.js';
import { valueText } from './follow.js';

interface Options {
  readonly payload?: true;
}

/** `celeriac task ID` */
export function taskCommand(cli: Cli): Command {
  return cli
    .command('task', 'Show a task: status, result, errors of each attempt', [
      'task TASK_ID',
      'task TASK_ID --payload',
    ])
    .argument('<id>', 'ID of the task')
    .option('--payload', 'show the payload, too (admins)')
    .action(
      cli.action(async ({ client, output }, { payload }: Options, id: string) => {
        const params = { path: { task_id: id }, query: payload ? { include: 'payload' as const } : {} };
        const task = bodyOf(await client.api.GET('/tasks/{task_id}', { params }));
        output.details(task, () => taskDetails(task, output.style));
      }),
    );
}

/** The fields of a task for people. */
export function taskDetails(task: Task, style: Style): Detail[] {
  return [...stateOf(task, style), ...timesOf(task), ...originOf(task), ...outcomeOf(task, style)];
}

function stateOf(task: Task, style: Style): Detail[] {
  const { attempt, max_attempts, crashes } = task;
  const lost = crashes === 0 ? '' : `, lost its worker ${crashes} times`;
  return [
    ['ID', task.task_id],
    ['Name', task.name],
    ['Status', style.status(task.status) + (task.archived ? ' (from the history)' : '')],
    ['Queue', task.queue],
    ['Priority', task.priority === 'normal' ? null : task.priority],
    ['Tags', task.tags.join(' ')],
    ['Attempt', `${attempt} of ${max_attempts}${lost}`],
    ['Worker', task.worker],
    ['Progress', task.progress === null ? null : progressText(task.progress)],
  ];
}

function timesOf(task: Task): Detail[] {
  const { started_at: start, finished_at: end } = task;
  const runMs = start === null || end === null ? null : Date.parse(end) - Date.parse(start);
  return [
    ['Created', timeText(task.created_at)],
    ['Runs at', task.run_at && timeText(task.run_at)],
    ['Expires', task.expires_at && timeText(task.expires_at)],
    ['Started', start && timeText(start)],
    ['Stop asked', task.cancel_requested_at && timeText(task.cancel_requested_at)],
    ['Finished', end && timeText(end)],
    ['Run time', runMs === null ? null : durationText(runMs)],
  ];
}

function originOf(task: Task): Detail[] {
  return [
    ['Submitted by', task.submitted_by],
    ['Parent', task.parent_id],
    ['Root', task.root_id === task.task_id ? null : task.root_id],
    ['Replay of', task.replay_of],
    ['Workflow', task.workflow_id],
    ['Step', task.step],
    ['Waits for', task.waiting_for?.join(' ')],
    ['Replaced by', task.replaced_by],
  ];
}

function outcomeOf({ status, result, error, errors, revoke_reason, payload }: Task, style: Style): Detail[] {
  return [
    ['Payload', payload === undefined ? null : valueText(payload)],
    ['Result', status === 'SUCCESS' ? valueText(result) : null],
    ['Revoked', revoke_reason],
    ['Error', error && style.red(`${error.type}: ${error.message}`)],
    ['Stack', error?.stack],
    ...errors.map((each): Detail => [
      `Attempt ${each.attempt}`,
      `${each.type}: ${each.message} (${each.worker}, ${timeText(each.ended_at)})`,
    ]),
  ];
}

function progressText(progress: unknown): string {
  return typeof progress === 'number' ? `${progress} %` : valueText(progress);
}
