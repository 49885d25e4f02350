import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { useLoad } from '../../api/use-load.js';

const REFRESH_MS = 60_000;

/** Time of the last deploy, ms since 1970; undefined while only one version has ever run. */
export function useLastDeploy(): number | undefined {
  const loaded = useLoad(async (signal) => dataOf(await api.GET('/deploys', { signal })).items, [], {
    everyMs: REFRESH_MS,
  });
  const [last, ...earlier] = loaded.data ?? [];
  return last && earlier.length > 0 ? Date.parse(last.at) : undefined;
}
