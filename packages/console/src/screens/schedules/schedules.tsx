import { useSignal } from '@preact/signals';
import { type SchedulesQuery, readSchedules } from '../../api/schedules.js';
import { useLoad } from '../../api/use-load.js';
import type { Schedule } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { useFilterText } from '../../app/use-filter-text.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { useQuery } from '../../app/use-query.js';
import { Button } from '../../components/controls/button.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { Table } from '../../components/data/table.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Notice } from '../../components/feedback/notice.js';
import { FilterBar } from '../../components/layout/filter-bar.js';
import { Screen } from '../../components/layout/screen.js';
import { count } from '../../format/number.js';
import { SCHEDULE_COLUMNS } from './schedule-columns.js';
import { SORTS, STATES, sortSchedules } from './schedule-list.js';
import './schedules.css';

const ROWS = 100;
const COMMAND = `curl -X PUT ${location.origin}/schedules/nightly-sum -H 'Content-Type: application/json' -d '{"task": "math.divide", "payload": {"x": 10, "y": 2}, "cron": "0 3 * * *", "tz": "Europe/Berlin"}'`;

type Query = Readonly<Record<string, string>>;

export function Schedules() {
  const { query, setQuery } = useQuery();
  const limit = useSignal(ROWS);
  const loaded = useLoad(
    (signal) => readSchedules(queryOf(query), signal),
    [query['q'], query['source'], query['state'] === 'paused'],
    { everyMs: 10_000 },
  );
  const sort = sortOf(query);
  const rows = sortSchedules(ofState(loaded.data?.items ?? [], query['state']), sort.by, sort.order);
  const shown = rows.slice(0, limit.value);
  const current = useListKeys({ rows: shown.map(({ schedule_id: id }) => id), pathOf: pathTo.schedule });
  return (
    <Screen
      title="Schedules"
      loaded={loaded}
      actions={
        may('operator') && (
          <Button label="New schedule" icon="add" look="primary" href={pathTo.newSchedule()} />
        )
      }
    >
      <Filters />
      {loaded.data?.isComplete === false && (
        <Notice title={`Only ${count(loaded.data.items.length)} schedules are shown and sorted.`}>
          Search for the others.
        </Notice>
      )}
      <Table
        caption="Schedules"
        columns={SCHEDULE_COLUMNS}
        rows={shown}
        keyOf={({ schedule_id: id }) => id}
        currentKey={current}
        sort={sort}
        onSort={({ by, order }) => setQuery({ sort: by, order }, true)}
        empty={loaded.data && <Nothing query={query} />}
      />
      {rows.length > shown.length && (
        <p class="line soft">
          {count(shown.length)} of {count(rows.length)} schedules
          <Button label={`Show ${ROWS} more`} icon="down" onClick={() => (limit.value += ROWS)} />
        </p>
      )}
    </Screen>
  );
}

function Filters() {
  const { query, setQuery } = useQuery();
  const text = useFilterText('q');
  return (
    <FilterBar>
      <TextField isSearch label="Search" type="search" placeholder="ID, task, workflow or note" {...text} />
      <SelectField<string>
        label="State"
        value={query['state'] ?? ''}
        options={[{ value: '', label: 'Any' }, ...STATES.map((value) => ({ value, label: value }))]}
        onChange={(state) => setQuery({ state })}
      />
      <SelectField<string>
        label="Source"
        value={query['source'] ?? ''}
        options={[
          { value: '', label: 'Any' },
          { value: 'code', label: 'Declared in code' },
          { value: 'api', label: 'Made or changed by hand' },
        ]}
        onChange={(source) => setQuery({ source })}
      />
    </FilterBar>
  );
}

function Nothing({ query }: { readonly query: Query }) {
  if (query['q'] || query['state'] || query['source'])
    return (
      <EmptyState title="No schedule matches">
        <a href={pathTo.schedules()}>Show all schedules</a>
      </EmptyState>
    );
  return (
    <EmptyState title="No schedules yet" command={COMMAND}>
      A schedule submits a task or a workflow again and again.
    </EmptyState>
  );
}

function queryOf({ q, source, state }: Query): SchedulesQuery {
  return {
    ...(q && { q }),
    ...((source === 'code' || source === 'api') && { source }),
    ...(state === 'paused' && { paused: 'true' as const }),
  };
}

function ofState(schedules: readonly Schedule[], state: string | undefined): readonly Schedule[] {
  return state ? schedules.filter((schedule) => schedule.state === state) : schedules;
}

function sortOf({ sort, order }: Query) {
  const by = SORTS.find((one) => one === sort) ?? 'id';
  return { by, order: order === 'desc' ? ('desc' as const) : ('asc' as const) };
}
