import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { changeSchedule, createSchedule, readSchedule } from '../../api/schedules.js';
import { shownError } from '../../api/shown-error.js';
import type { Schedule } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { TextField } from '../../components/controls/text-field.js';
import { Notice } from '../../components/feedback/notice.js';
import { Panel } from '../../components/layout/panel.js';
import { Screen } from '../../components/layout/screen.js';
import { LivePreview, usePreview } from './edit/live-preview.js';
import { MoreFields } from './edit/more-fields.js';
import { RuleFields } from './edit/rule-fields.js';
import { type Draft, bodyOf, draftOf, faultsOf, newDraft } from './edit/schedule-draft.js';
import { WorkFields } from './edit/work-fields.js';
import { ZoneField, ownZone } from './edit/zone-field.js';
import './schedules.css';

/** Makes a schedule, or changes one. */
export function EditSchedule() {
  const { params } = useRoute();
  const id = params['id'];
  if (!may('operator'))
    return (
      <Screen title="Schedule">
        <Notice title="Your role cannot change schedules.">That needs operator or higher.</Notice>
      </Screen>
    );
  return id === undefined ? (
    <Screen title="New schedule">
      <ScheduleForm first={newDraft(ownZone())} />
    </Screen>
  ) : (
    <ExistingSchedule key={id} id={id} />
  );
}

function ExistingSchedule({ id }: { readonly id: string }) {
  const loaded = useLoad((signal) => readSchedule(id, signal), [id]);
  return (
    <Screen title={`Edit ${id}`} loaded={loaded}>
      {loaded.data?.source === 'code' && (
        <Notice tone="warning" title="This schedule is declared in code.">
          A change made here stays until its declaration in code changes.
        </Notice>
      )}
      {loaded.data && (
        <ScheduleForm key={loaded.data.changed_at} first={draftOf(loaded.data)} old={loaded.data} />
      )}
    </Screen>
  );
}

interface ScheduleFormProps {
  readonly first: Draft;
  /** Undefined for a new one. */
  readonly old?: Schedule;
}

function ScheduleForm({ first, old }: ScheduleFormProps) {
  const { route } = useLocation();
  const draft = useSignal(first);
  const takenId = useSignal<string | undefined>(undefined);
  const preview = usePreview(draft.value);
  const body = bodyOf(draft.value, old && first);
  const change = (changes: Partial<Draft>): void => {
    draft.value = { ...draft.value, ...changes };
  };
  const saving = useAct(async () => {
    if (!body) return undefined;
    const { id } = draft.value;
    if (old) await changeSchedule(id, body);
    else if (!(await createSchedule(id, body))) return void (takenId.value = id);
    route(pathTo.schedule(id));
    return 'The schedule is stored.';
  });
  const errors = useMemo(
    () => (saving.error === undefined ? [] : shownError(saving.error).fields),
    [saving.error],
  );
  const errorOf = (...places: readonly string[]) =>
    [...errors, ...preview.errors].find(({ place }) => places.includes(place))?.message;
  const missing = faultsOf(draft.value);
  const isUnchanged = old !== undefined && body !== undefined && Object.keys(body).length === 0;
  return (
    <form
      class="schedule-form"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run();
      }}
    >
      <div class="stack">
        <Panel title="Runs">
          {old === undefined && (
            <TextField
              label="ID"
              isCode
              hint="Small letters, digits, dots, hyphens and underscores."
              value={draft.value.id}
              onInput={(id) => change({ id: id.trim() })}
              error={
                takenId.value === draft.value.id ? 'There is a schedule with this ID' : errorOf('schedule_id')
              }
              hasFocus
            />
          )}
          <RuleFields
            rule={draft.value.rule}
            error={errorOf('/cron', '/every_ms')}
            onChange={(rule) => change({ rule })}
          />
          {draft.value.rule.kind !== 'every' && (
            <ZoneField value={draft.value.tz} error={errorOf('/tz')} onChange={(tz) => change({ tz })} />
          )}
        </Panel>
        <WorkFields draft={draft.value} errors={errors} onChange={change} />
        <MoreFields draft={draft.value} errors={[...errors, ...preview.errors]} onChange={change} />
        <div class="line">
          <Button
            label={old ? 'Store the changes' : 'Create the schedule'}
            type="submit"
            look="primary"
            isBusy={saving.isRunning}
            isDisabled={body === undefined || isUnchanged}
          />
          <Button
            label="Back"
            look="quiet"
            href={old ? pathTo.schedule(old.schedule_id) : pathTo.schedules()}
          />
          {missing.length > 0 && <span class="soft">Still missing: {missing.join(', ')}</span>}
        </div>
      </div>
      <LivePreview draft={draft.value} preview={preview} />
    </form>
  );
}
