import type { paths } from '@celeriac/client';
import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { usePages } from '../../api/use-pages.js';
import { apiUrl } from '../../app/base-path.js';
import { pathTo } from '../../app/paths.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { useQuery } from '../../app/use-query.js';
import { MoreRows } from '../../components/data/more-rows.js';
import { Table } from '../../components/data/table.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Notice } from '../../components/feedback/notice.js';
import { Screen } from '../../components/layout/screen.js';
import { useLastDeploy } from './use-last-deploy.js';
import { errorColumns } from './error-columns.js';
import { ErrorFilters, stateFilterOf } from './error-filters.js';
import { type ErrorGroup, WINDOW_NAMES, matchesWords, windowOf } from './error-group.js';
import './errors.css';

const PAGE = 50;
const REFRESH_MS = 15_000;

type ErrorsQuery = NonNullable<paths['/errors']['get']['parameters']['query']>;

/** Failed tasks by their error. */
export function Errors() {
  const { query } = useQuery();
  const window = windowOf(query['window']);
  const state = stateFilterOf(query['state']);
  const filter: ErrorsQuery = {
    window,
    limit: PAGE,
    sort: query['sort'] === 'count' ? 'count' : 'last_seen',
    ...(state !== 'all' && { state }),
    ...(query['queue'] && { queue: query['queue'] }),
    ...(query['name'] && { name: query['name'] }),
  };
  const pages = usePages((cursor, signal) => readErrors(filter, cursor, signal), [JSON.stringify(filter)], {
    on: ({ status }) => status === 'FAILURE',
    everyMs: REFRESH_MS,
  });
  const rows = pages.items.filter((group) => matchesWords(group, query['q'] ?? ''));
  const current = useListKeys({
    rows: rows.map(({ fingerprint }) => fingerprint),
    pathOf: pathTo.errorGroup,
  });
  return (
    <Screen title="Errors" loaded={pages.loaded}>
      <ErrorFilters />
      {pages.first?.is_complete === false && (
        <Notice tone="warning" title="There are more failures than are examined.">
          Counts and times cover the newest ones.
        </Notice>
      )}
      <Table
        caption="Errors"
        columns={errorColumns({ window, deployedAt: useLastDeploy() })}
        rows={rows}
        keyOf={({ fingerprint }: ErrorGroup) => fingerprint}
        currentKey={current}
        empty={
          pages.first && (
            <EmptyState
              title={`No ${state === 'all' ? '' : `${state} `}error in ${WINDOW_NAMES[window]}.`}
              command={`curl -X POST '${apiUrl}/tasks?x=1&y=0'`}
            >
              <p>A task that fails appears here, together with all that fail in the same way.</p>
            </EmptyState>
          )
        }
      />
      <MoreRows pages={pages} />
    </Screen>
  );
}

async function readErrors(filter: ErrorsQuery, cursor: string | undefined, signal: AbortSignal) {
  const query = { ...filter, ...(cursor && { cursor }) };
  return dataOf(await api.GET('/errors', { params: { query }, signal }));
}
