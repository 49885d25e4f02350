import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { useLoad } from '../../api/use-load.js';
import { useQuery } from '../../app/use-query.js';
import { Checkbox } from '../../components/controls/checkbox.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Panel } from '../../components/layout/panel.js';
import { SettingTable } from '../settings/setting-table.js';

/** The settings that a worker runs with. It is asked itself, so a lost one has none to show. */
export function ConfigurationPanel({ id, name }: { readonly id: string; readonly name: string }) {
  const { query, setQuery } = useQuery();
  const params = { path: { worker_id: id } };
  const { data, error, reload } = useLoad(
    async (signal) => dataOf(await api.GET('/workers/{worker_id}/settings', { params, signal })),
    [id],
  );
  const isAll = query['settings'] === 'all';
  const settings = data?.items.filter(({ changed }) => isAll || changed) ?? [];
  return (
    <Panel
      title="Configuration"
      actions={
        <Checkbox
          label="Only changed ones"
          isChecked={!isAll}
          onChange={(isOn) => setQuery({ settings: isOn ? undefined : 'all' })}
        />
      }
    >
      <p class="soft">The environment of the process sets it; a change needs a restart.</p>
      <ErrorNotice error={error} onRetry={reload} />
      <SettingTable
        caption={`Configuration of ${name}`}
        settings={settings}
        empty={data && <p class="soft workers-empty">{emptyText(data.answered)}</p>}
      />
    </Panel>
  );
}

function emptyText(hasAnswered: boolean): string {
  return hasAnswered
    ? 'Every setting has its default.'
    : 'The worker did not answer. It may be busy, or of an older version.';
}
