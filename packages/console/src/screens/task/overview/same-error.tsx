import { api } from '../../../api/client.js';
import { dataOf } from '../../../api/data-of.js';
import type { Task } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { count } from '../../../format/number.js';
import { now } from '../../../format/now.js';
import { tasksWith } from '../tasks-with.js';

/** The page of a group knows the errors of this time; older ones are only found as tasks. */
const KNOWN_MS = 86_400_000;

export interface SameErrorProps {
  readonly task: Task;
  readonly fingerprint: string;
}

/** `210 like this`: how many tasks have failed with the same error, and the way to them. */
export function SameError({ task, fingerprint }: SameErrorProps) {
  const { data } = useLoad((signal) => countLike(fingerprint, signal), [fingerprint, task.status]);
  if (!data) return null;
  const { value, relation } = data.FAILURE;
  const isNew = task.finished_at !== null && now.value - Date.parse(task.finished_at) < KNOWN_MS;
  const href = isNew ? pathTo.errorGroup(fingerprint) : tasksWith(`fingerprint:${fingerprint}`);
  const number = `${relation === 'estimate' ? '~' : ''}${count(value)}${relation === 'at_least' ? '+' : ''}`;
  return <a href={href}>{`${number} like this`}</a>;
}

async function countLike(fingerprint: string, signal: AbortSignal) {
  const query = { q: `fingerprint:${fingerprint}` };
  return dataOf(await api.GET('/tasks/counts', { params: { query }, signal }));
}
