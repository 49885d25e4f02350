import { useRoute } from 'preact-iso';
import { previewSchedule, readSchedule, readTicks } from '../../api/schedules.js';
import { useLoad } from '../../api/use-load.js';
import { Notice } from '../../components/feedback/notice.js';
import { Panel } from '../../components/layout/panel.js';
import { Screen } from '../../components/layout/screen.js';
import { relativeTime } from '../../format/time.js';
import { now } from '../../format/now.js';
import { NextRuns } from './next-runs.js';
import { ScheduleActions } from './actions/schedule-actions.js';
import { ScheduleFacts } from './schedule-facts.js';
import { ScheduleState, scheduleWords } from './schedule-state.js';
import { TickTable } from './tick-table.js';
import './schedules.css';

const TICKS = 100;

/** One schedule: its rule, its next runs, and its last ticks. */
export function SchedulePage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const loaded = useLoad((signal) => readSchedule(id, signal), [id], { everyMs: 5_000 });
  const { data: schedule } = loaded;
  const { changed_at: changed, last_tick_at: last, next_tick_at: next } = schedule ?? {};
  const ticks = useLoad((signal) => readTicks(id, TICKS, signal), [id, last], { everyMs: 15_000 });
  const preview = useLoad((signal) => previewSchedule(id, signal), [id, changed, next]);
  return (
    <Screen
      title={id}
      beside={schedule && <ScheduleState {...schedule} />}
      loaded={loaded}
      actions={
        schedule && (
          <ScheduleActions
            schedule={schedule}
            onDone={() => {
              loaded.reload();
              ticks.reload();
            }}
          />
        )
      }
    >
      {schedule && (
        <>
          <p class="schedule-words">{scheduleWords(schedule)}</p>
          {schedule.pause && (
            <Notice
              tone="warning"
              title={`Paused ${relativeTime(Date.parse(schedule.pause.since), now.value)} by ${schedule.pause.by}.`}
            >
              {schedule.pause.note}
            </Notice>
          )}
          <div class="columns">
            <ScheduleFacts schedule={schedule} />
            <Panel title={schedule.pause ? 'Next ten runs, once it is resumed' : 'Next ten runs'}>
              <NextRuns ticks={preview.data} error={preview.error} />
            </Panel>
          </div>
          <TickTable ticks={ticks.data} error={ticks.error} />
        </>
      )}
    </Screen>
  );
}
