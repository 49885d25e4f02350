import { api } from '../../../api/client.js';
import { useLoad } from '../../../api/use-load.js';
import { may } from '../../../app/session.js';
import { valuesOf } from '../query/query-text.js';

const NONE: readonly string[] = [];

/** Fields of the payload that the type declares as columns, if the list shows tasks of one type to somebody who may see them. */
export function useDeclaredColumns(q: string): readonly string[] {
  const [name, ...others] = valuesOf(q, 'name');
  const type = may('admin') && others.length === 0 ? name : undefined;
  const { data } = useLoad((signal) => columnsOf(type, signal), [type]);
  return data ?? NONE;
}

async function columnsOf(type: string | undefined, signal: AbortSignal): Promise<readonly string[]> {
  if (type === undefined) return NONE;
  const { data } = await api.GET('/task-types', { signal });
  return data?.items.find(({ name }) => name === type)?.columns ?? NONE;
}
