import type { paths } from '@celeriac/client';
import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { usePages } from '../../api/use-pages.js';
import { apiUrl } from '../../app/base-path.js';
import { may, session } from '../../app/session.js';
import { useQuery } from '../../app/use-query.js';
import { MoreRows } from '../../components/data/more-rows.js';
import { Table } from '../../components/data/table.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Notice } from '../../components/feedback/notice.js';
import { Screen } from '../../components/layout/screen.js';
import { auditColumns } from './audit-columns.js';
import { AuditFilters, FILTERS } from './audit-filters.js';
import './audit.css';

type AuditQuery = NonNullable<paths['/audit']['get']['parameters']['query']>;

const PAGE = 50;
const REFRESH_MS = 10_000;

/** The audit log: each action with its author, time and outcome. */
export function Audit() {
  return may('operator') ? (
    <Entries />
  ) : (
    <Screen title="Audit">
      <Notice title="Your role cannot read the audit log.">
        It is {session.value?.role ?? 'unknown'}; reading it needs operator or higher.
      </Notice>
    </Screen>
  );
}

function Entries() {
  const { query } = useQuery();
  const given = FILTERS.flatMap((name) => (query[name] ? [[name, query[name]] as const] : []));
  const filter = Object.fromEntries(given) as AuditQuery; // the API judges what the address says
  const pages = usePages(
    async (cursor, signal) => {
      const params = { query: { ...filter, limit: PAGE, ...(cursor && { cursor }) } };
      return dataOf(await api.GET('/audit', { params, signal }));
    },
    [JSON.stringify(given)],
    { everyMs: REFRESH_MS },
  );
  return (
    <Screen title="Audit" loaded={pages.loaded}>
      <AuditFilters />
      <Table
        caption="Audit log"
        columns={auditColumns(query)}
        rows={pages.items}
        keyOf={({ audit_id: id }) => id}
        empty={
          pages.first && (
            <EmptyState
              title={given.length > 0 ? 'No entry matches.' : 'Nothing has been done yet.'}
              command={`curl -X POST ${apiUrl}/queues/tasks/resume`}
            >
              <p>Each act of an operator appears here, also one that was refused.</p>
            </EmptyState>
          )
        }
      />
      <MoreRows pages={pages} />
    </Screen>
  );
}
