import type { paths } from '@celeriac/client';
import type { Style } from '../../output/style.js';
import type { Column } from '../../output/table.js';

type Page = paths['/tasks']['get']['responses'][200]['content']['application/json'];
type Task = Page['items'][number];

/** The columns of a list of tasks. */
export function taskColumns(style: Style): Column<Task>[] {
  return [
    { title: 'ID', cell: ({ task_id }) => task_id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'STATUS', cell: ({ status }) => colored(status, style) },
    { title: 'CREATED', cell: ({ created_at }) => created_at },
  ];
}

function colored(status: Task['status'], style: Style): string {
  if (status === 'SUCCESS') return style.green(status);
  if (status === 'FAILURE') return style.red(status);
  return status === 'REVOKED' ? style.dim(status) : style.yellow(status);
}
