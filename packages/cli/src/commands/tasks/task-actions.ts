import type { CeleriacClient } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import {
  type SelectionOptions,
  type TaskAction,
  actOnSelection,
  withSelection,
} from '../../selection/selection.js';

interface ActionCommand extends Omit<TaskAction, 'one'> {
  readonly summary: string;
  readonly examples: readonly string[];
  readonly one: (api: CeleriacClient['api'], id: string, reason: string | undefined) => Promise<unknown>;
}

/** Every action on tasks that are chosen by their IDs or by a query. */
const ACTIONS: readonly ActionCommand[] = [
  {
    verb: 'cancel',
    past: 'cancelled',
    bulk: 'cancel',
    summary: 'Cancel waiting and running tasks',
    examples: ['cancel TASK_ID', 'cancel --query tag:customer-4711 --yes'],
    one: (api, id, reason) =>
      api.POST('/tasks/{task_id}/cancel', {
        params: pathOf(id),
        body: reason === undefined ? {} : { reason },
      }),
  },
  {
    verb: 'retry',
    past: 'retried',
    bulk: 'retry',
    summary: 'Run failed or revoked tasks again, with the same IDs',
    examples: ['retry TASK_ID', "retry --query error.type:TimeoutError 'finished:>-1h'"],
    one: (api, id) => api.POST('/tasks/{task_id}/retry', { params: pathOf(id) }),
  },
  {
    verb: 'replay',
    past: 'replayed',
    summary: 'Submit finished tasks again as new ones',
    examples: ['replay TASK_ID', 'replay --query tag:customer-4711 status:FAILURE'],
    one: async (api, id) => bodyOf(await api.POST('/tasks/{task_id}/replay', { params: pathOf(id) })).task_id,
  },
  {
    verb: 'promote',
    past: 'promoted',
    summary: 'Start delayed tasks now, without waiting for their time',
    examples: ['promote TASK_ID', "promote --query 'run_at:>now' name:math.divide"],
    one: (api, id) => api.POST('/tasks/{task_id}/promote', { params: pathOf(id) }),
  },
  {
    verb: 'delete',
    past: 'deleted',
    bulk: 'delete',
    summary: 'Delete finished tasks and all of their data',
    examples: ['delete TASK_ID', 'delete --query tag:test --dry-run'],
    one: (api, id) => api.DELETE('/tasks/{task_id}', { params: pathOf(id) }),
  },
];

/** `celeriac cancel|retry|replay|promote|delete ID...|--query WORDS...` */
export function taskActionCommands(cli: Cli): Command[] {
  return ACTIONS.map(({ summary, examples, one, ...action }) => {
    const command = withSelection(cli.command(action.verb, summary, examples));
    if (action.verb === 'cancel')
      command.option('--reason <text>', 'stored as the revoke_reason of the tasks');
    return command.action(
      cli.action((session, options: SelectionOptions, ids: string[]) =>
        actOnSelection(session, options, ids, {
          ...action,
          one: (id) => one(session.client.api, id, options.reason),
        }),
      ),
    );
  });
}

function pathOf(id: string): { path: { task_id: string } } {
  return { path: { task_id: id } };
}
