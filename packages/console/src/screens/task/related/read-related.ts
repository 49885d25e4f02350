import { api } from '../../../api/client.js';
import { dataOf } from '../../../api/data-of.js';
import type { Task } from '../../../api/types.js';

export interface SomeTasks {
  readonly items: readonly Task[];
  readonly next_cursor: string | null;
}

/** The newest tasks that fit a query, newest first. */
export async function readTasksWith(q: string, limit: number, signal: AbortSignal): Promise<SomeTasks> {
  return dataOf(await api.GET('/tasks', { params: { query: { q, limit } }, signal }));
}
