import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import { durationText } from '../../output/times.js';
import type { Column } from '../../output/table.js';

type TaskType = components['schemas']['TaskTypeDto'];

/** `celeriac task-types` */
export function taskTypesCommand(cli: Cli): Command {
  return cli
    .command('task-types', 'List the task types that can be submitted', ['task-types'])
    .alias('registered')
    .action(
      cli.action(async ({ client, output }) => {
        const { items } = bodyOf(await client.api.GET('/task-types'));
        output.list(items, COLUMNS, 'There are no task types.');
      }),
    );
}

const COLUMNS: Column<TaskType>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'QUEUE', cell: ({ queue }) => queue },
  { title: 'ATTEMPTS', cell: ({ defaults }) => defaults.attempts, align: 'right' },
  {
    title: 'TIMEOUT',
    cell: ({ limits }) => limits.timeout_ms && durationText(limits.timeout_ms),
    align: 'right',
  },
  { title: 'PAYLOAD', cell: ({ payload_schema }) => fieldsOf(payload_schema), isText: true },
  { title: 'SUMMARY', cell: ({ summary }) => summary, isText: true },
];

/** The fields of a payload; optional ones have a question mark. */
function fieldsOf({ properties, required }: TaskType['payload_schema']): string {
  const needed = Array.isArray(required) ? required : [];
  return Object.keys(properties ?? {})
    .map((name) => (needed.includes(name) ? name : `${name}?`))
    .join(' ');
}
