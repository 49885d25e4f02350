import { api } from '../../api/client.js';
import type { Schedule } from '../../api/types.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';

const SHOWN = 5;
const READ = 100;

export function NextSchedules() {
  const schedules = useLoad(readSchedules, [], { everyMs: 15_000 });
  return (
    <Panel
      title="Next schedules"
      actions={<Button label="Schedules" look="quiet" href={pathTo.schedules()} />}
    >
      <ul class="rows" data-reserve="2">
        {soonest(schedules.data ?? []).map(
          ({ schedule_id: id, task, next_tick_at: at, cron, every_ms: every }) => (
            <li key={id}>
              <div class="row-main line">
                <a href={pathTo.schedule(id)}>{id}</a>
                <span class="soft">{task ?? 'workflow'}</span>
              </div>
              <code class="soft">{cron ?? (every === null ? '' : `every ${every / 1_000} s`)}</code>
              <span class="row-end">
                <Time at={at} />
              </span>
            </li>
          ),
        )}
        {schedules.data?.length === 0 && <li class="soft">No schedules yet.</li>}
        {schedules.data !== undefined &&
          schedules.data.length > 0 &&
          soonest(schedules.data).length === 0 && (
            <li class="soft">All schedules are paused or have ended.</li>
          )}
      </ul>
    </Panel>
  );
}

/** The schedules that come next. */
export function soonest(schedules: readonly Schedule[]): readonly Schedule[] {
  return schedules
    .filter(({ next_tick_at: at }) => at !== null)
    .toSorted((a, b) => Date.parse(a.next_tick_at ?? '') - Date.parse(b.next_tick_at ?? ''))
    .slice(0, SHOWN);
}

async function readSchedules(signal: AbortSignal): Promise<readonly Schedule[]> {
  const { data } = await api.GET('/schedules', { params: { query: { limit: READ } }, signal });
  return data?.items ?? [];
}
