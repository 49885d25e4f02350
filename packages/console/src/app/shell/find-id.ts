import { api } from '../../api/client.js';
import { pathTo } from '../paths.js';

/** The pages of what the API finds by an id. */
const PAGES = {
  task: pathTo.task,
  workflow: pathTo.workflow,
  'bulk-action': pathTo.bulkAction,
  worker: pathTo.worker,
  schedule: pathTo.schedule,
  error: pathTo.errorGroup,
} as const;

/** The page of what has this id; undefined if nothing has it. */
export async function pathOfId(id: string): Promise<string | undefined> {
  const { data } = await api.GET('/find', { params: { query: { id } } });
  return data?.kind ? PAGES[data.kind](data.id) : undefined;
}
