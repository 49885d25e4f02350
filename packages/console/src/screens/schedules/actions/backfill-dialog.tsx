import { useSignal } from '@preact/signals';
import { backfillSchedule } from '../../../api/schedules.js';
import type { Backfill, Schedule } from '../../../api/types.js';
import { shownError } from '../../../api/shown-error.js';
import { useAct } from '../../../api/use-act.js';
import { TextField } from '../../../components/controls/text-field.js';
import { type Column, Table } from '../../../components/data/table.js';
import { Time } from '../../../components/data/time.js';
import { Dialog } from '../../../components/feedback/dialog.js';
import { counted } from '../../../format/number.js';
import { timeOf, wallClock } from '../wall-clock.js';

export interface BackfillDialogProps {
  readonly schedule: Schedule;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const DAY_MS = 86_400_000;

const COLUMNS: readonly Column<Backfill['items'][number]>[] = [
  { id: 'tick', title: 'Tick', cell: ({ tick_at: at }) => <Time at={at} isExact /> },
  { id: 'outcome', title: 'Outcome', cell: ({ outcome }) => outcome },
  { id: 'reason', title: 'Reason', cell: ({ reason }) => reason ?? '' },
];

/** Submits the ticks of a past period: first as a list, then for real. */
export function BackfillDialog({ schedule, onDone, onClose }: BackfillDialogProps) {
  const from = useSignal(wallClock(Date.now() - DAY_MS));
  const to = useSignal(wallClock(Date.now()));
  const reason = useSignal('');
  const found = useSignal<Backfill | undefined>(undefined);
  const planned = found.value?.items.filter(({ outcome }) => outcome === 'planned').length ?? 0;
  const isReady = found.value !== undefined && planned > 0;
  const period = { from: timeOf(from.value), to: timeOf(to.value) };
  const act = useAct(async (isDryRun: boolean) => {
    const { from: start, to: end } = period;
    if (start === undefined || end === undefined) return;
    const answer = await backfillSchedule(
      schedule.schedule_id,
      { from: start, to: end },
      { isDryRun, reason: reason.value.trim() },
    );
    found.value = answer;
    if (isDryRun) return;
    onDone();
    return `${counted(answer?.items.filter(({ outcome }) => outcome === 'submitted').length ?? 0, 'tick')} submitted.`;
  });
  const change = (field: typeof from) => (value: string) => {
    field.value = value;
    found.value = undefined;
  };
  const errors = act.error === undefined ? [] : shownError(act.error).fields;
  const errorOf = (pointer: string) => errors.find(({ place }) => place === pointer)?.message;
  return (
    <Dialog
      isOpen
      isWide
      title={isReady ? `Submit ${counted(planned, 'tick')}?` : `Backfill ${schedule.schedule_id}`}
      actionLabel={isReady ? `Submit ${counted(planned, 'tick')}` : 'List the ticks'}
      isBusy={act.isRunning}
      isDisabled={period.from === undefined || period.to === undefined}
      onClose={onClose}
      onAction={() => void act.run(!isReady).then((isDone) => isDone && isReady && onClose())}
    >
      <p>
        Submits the ticks of a past period that were not submitted. All run at once. A tick whose task is
        still kept is not submitted again.
      </p>
      <div class="columns">
        <TextField
          label="From"
          hint="In the time zone of this browser."
          type="datetime-local"
          value={from.value}
          onInput={change(from)}
          error={errorOf('/from')}
          isRequired
        />
        <TextField
          label="To"
          type="datetime-local"
          value={to.value}
          onInput={change(to)}
          error={errorOf('/to')}
          isRequired
        />
      </div>
      {isReady && (
        <TextField
          label="Reason"
          hint="Kept in the audit log."
          value={reason.value}
          onInput={(value) => (reason.value = value)}
        />
      )}
      {found.value && (
        <div class="backfill-list">
          <Table
            caption="Ticks of the period"
            columns={COLUMNS}
            rows={found.value.items}
            keyOf={({ tick_at: at }) => at}
            empty={<p class="soft backfill-none">The period has no tick.</p>}
          />
        </div>
      )}
    </Dialog>
  );
}
