import type { Task } from '@celeriac/client';
import { agoText, durationText } from '../../output/times.js';
import type { Style } from '../../output/style.js';
import type { Column } from '../../output/table.js';

/** The columns of a list of tasks. */
export function taskColumns(style: Style, withPayload = false): Column<Task>[] {
  return [
    { title: 'ID', cell: ({ task_id }) => task_id },
    { title: 'NAME', cell: ({ name }) => name, isText: true },
    { title: 'STATUS', cell: ({ status }) => style.status(status) },
    { title: 'CREATED', cell: ({ created_at }) => agoText(created_at) },
    { title: 'RUN', cell: runTime, align: 'right' },
    { title: 'TAGS', cell: ({ tags }) => tags.join(' '), isText: true },
    { title: 'ERROR', cell: errorText, isText: true },
    ...(withPayload ? [{ title: 'PAYLOAD', cell: payloadText, isText: true }] : []),
  ];
}

function runTime({ started_at, finished_at }: Task): string | undefined {
  if (started_at === null || finished_at === null) return undefined;
  return durationText(Date.parse(finished_at) - Date.parse(started_at));
}

function errorText({ error, revoke_reason }: Task): string | null {
  return error === null ? revoke_reason : `${error.type}: ${error.message}`;
}

function payloadText({ payload }: Task): string {
  return JSON.stringify(payload ?? null);
}
