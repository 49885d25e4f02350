import { api } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { useQuery } from '../../app/use-query.js';
import { Segments } from '../../components/controls/segments.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { WINDOWS, windowOf } from './error-group.js';

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'reopened', label: 'Reopened' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'ignored', label: 'Ignored' },
  { value: 'all', label: 'All' },
] as const;

export type StateFilter = (typeof STATES)[number]['value'];

export function stateFilterOf(text: string | undefined): StateFilter {
  return STATES.find(({ value }) => value === text)?.value ?? 'open';
}

/** The filters of the list, which stand in the address. */
export function ErrorFilters() {
  const { query, setQuery } = useQuery();
  const names = useLoad(readNames, []).data;
  return (
    <div class="stack error-filters">
      <div class="line">
        <Segments
          label="State"
          value={stateFilterOf(query['state'])}
          options={STATES}
          onChange={(state) => setQuery({ state: state === 'open' ? undefined : state })}
        />
        <Segments
          label="Counted period"
          value={windowOf(query['window'])}
          options={WINDOWS.map((value) => ({ value, label: value }))}
          onChange={(window) => setQuery({ window: window === '24h' ? undefined : window })}
        />
        <Segments
          label="Order"
          value={query['sort'] === 'count' ? 'count' : 'last_seen'}
          options={[
            { value: 'last_seen', label: 'Latest' },
            { value: 'count', label: 'Most' },
          ]}
          onChange={(sort) => setQuery({ sort: sort === 'count' ? sort : undefined })}
        />
      </div>
      <div class="line">
        <TextField
          label="Find in these errors"
          isLabelHidden
          isSearch
          type="search"
          placeholder="Words of the error"
          value={query['q'] ?? ''}
          onInput={(q) => setQuery({ q }, true)}
        />
        <Choice name="queue" title="All queues" values={names?.queues ?? []} />
        <Choice name="name" title="All tasks" values={names?.types ?? []} />
      </div>
    </div>
  );
}

interface ChoiceProps {
  /** The parameter of the address. */
  readonly name: 'queue' | 'name';
  /** Text for no choice. */
  readonly title: string;
  readonly values: readonly string[];
}

function Choice({ name, title, values }: ChoiceProps) {
  const { query, setQuery } = useQuery();
  const value = query[name] ?? '';
  // A name from the address may be of a task that no longer exists.
  const all = value === '' || values.includes(value) ? values : [value, ...values];
  return (
    <SelectField
      label={name === 'queue' ? 'Queue' : 'Task'}
      isLabelHidden
      value={value}
      options={[{ value: '', label: title }, ...all.map((one) => ({ value: one, label: one }))]}
      onChange={(chosen) => setQuery({ [name]: chosen })}
    />
  );
}

async function readNames(signal: AbortSignal) {
  const [queues, types] = await Promise.all([
    api.GET('/queues', { signal }),
    api.GET('/task-types', { signal }),
  ]);
  return {
    queues: (queues.data?.items ?? []).map(({ name }) => name),
    types: (types.data?.items ?? []).map(({ name }) => name),
  };
}
