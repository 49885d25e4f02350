import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { useLoad } from '../../api/use-load.js';
import { useQuery } from '../../app/use-query.js';
import { Checkbox } from '../../components/controls/checkbox.js';
import { TextField } from '../../components/controls/text-field.js';
import { Facts } from '../../components/data/facts.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Panel } from '../../components/layout/panel.js';
import { useFleet } from '../../api/fleet/fleet.js';
import { matchesSetting, workerVersions } from './server-setting.js';
import { SettingTable } from './setting-table.js';

/** Settings of the service, read-only: they come from its environment. */
export function ServerPanels() {
  const { query, setQuery } = useQuery();
  const loaded = useLoad(async (signal) => dataOf(await api.GET('/settings', { signal })), []);
  const workers = useFleet().workers.data ?? [];
  const onlyChanged = query['changed'] === 'true';
  const items = (loaded.data?.items ?? []).filter(
    (setting) => (!onlyChanged || setting.changed) && matchesSetting(setting, query['q'] ?? ''),
  );
  const versions = loaded.data?.versions;
  return (
    <>
      <ErrorNotice error={loaded.error} onRetry={loaded.reload} />
      <Panel title="Versions">
        <Facts
          facts={[
            ['Celeriac', versions?.celeriac],
            ['Workers', workerVersions(workers)],
            ['Node.js', versions?.node],
            ['Redis', versions?.redis],
          ]}
        />
      </Panel>
      <Panel
        title="Settings of the API"
        actions={
          <>
            <Checkbox
              label="Only changed ones"
              isChecked={onlyChanged}
              onChange={(isOn) => setQuery({ changed: isOn ? 'true' : undefined })}
            />
            <TextField
              label="Find a setting"
              isLabelHidden
              isSearch
              type="search"
              placeholder="Find a setting"
              value={query['q'] ?? ''}
              onInput={(q) => setQuery({ q }, true)}
            />
          </>
        }
      >
        <p class="soft">The environment of the process sets them; a change needs a restart.</p>
        <SettingTable
          caption="Settings of the API"
          settings={items}
          empty={loaded.data && <p class="empty-state">No setting matches.</p>}
        />
      </Panel>
    </>
  );
}
