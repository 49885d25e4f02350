import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { deleteSchedule, pauseSchedule, resumeSchedule, runSchedule } from '../../../api/schedules.js';
import type { Schedule } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { pathTo } from '../../../app/paths.js';
import { may } from '../../../app/session.js';
import { Button } from '../../../components/controls/button.js';
import { Menu } from '../../../components/controls/menu.js';
import { Confirm } from '../../../components/feedback/confirm.js';
import { workOf } from '../schedule-columns.js';
import { BackfillDialog } from './backfill-dialog.js';
import { PauseDialog } from './pause-dialog.js';

export interface ScheduleActionsProps {
  readonly schedule: Schedule;
  readonly onDone: () => void;
}

type Opened = 'pause' | 'resume' | 'run' | 'backfill' | 'delete';

/** Shown to operators: everybody else reads. */
export function ScheduleActions({ schedule, onDone }: ScheduleActionsProps) {
  const open = useSignal<Opened | undefined>(undefined);
  const id = schedule.schedule_id;
  if (!may('operator')) return null;
  const close = () => (open.value = undefined);
  const shared = { schedule, onDone, onClose: close };
  return (
    <>
      <Button label="Run now" icon="play" onClick={() => (open.value = 'run')} />
      {schedule.pause ? (
        <Button label="Resume" look="primary" icon="play" onClick={() => (open.value = 'resume')} />
      ) : (
        <Button label="Pause" icon="pause" onClick={() => (open.value = 'pause')} />
      )}
      <Menu
        label="More actions"
        isIconOnly
        items={[
          { label: 'Edit', icon: 'settings', href: pathTo.editSchedule(id) },
          { label: 'Backfill', icon: 'retry', onClick: () => (open.value = 'backfill') },
          { label: 'Delete', icon: 'close', onClick: () => (open.value = 'delete') },
        ]}
      />
      {open.value === 'pause' && <PauseDialog {...shared} onPause={(note) => pauseSchedule(id, note)} />}
      {open.value === 'resume' && <ResumeDialog {...shared} />}
      {open.value === 'run' && <RunDialog {...shared} />}
      {open.value === 'backfill' && <BackfillDialog {...shared} />}
      {open.value === 'delete' && <DeleteDialog {...shared} />}
    </>
  );
}

interface DialogProps extends ScheduleActionsProps {
  readonly onClose: () => void;
}

function ResumeDialog({ schedule, onDone, onClose }: DialogProps) {
  const act = useAct(async (reason: string) => {
    await resumeSchedule(schedule.schedule_id, reason);
    onDone();
    return 'The schedule goes on.';
  });
  return (
    <Confirm
      isOpen
      title={`Resume ${schedule.schedule_id}?`}
      actionLabel="Resume"
      isBusy={act.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void act.run(reason).then((isDone) => isDone && onClose())}
    >
      <p>Ticks that passed meanwhile are not made up for: that is what a backfill does.</p>
    </Confirm>
  );
}

function RunDialog({ schedule, onDone, onClose }: DialogProps) {
  const { route } = useLocation();
  const act = useAct(async (reason: string) => {
    const submitted = await runSchedule(schedule.schedule_id, reason);
    onDone();
    if (submitted?.task_id) route(pathTo.task(submitted.task_id));
    else if (submitted?.workflow_id) route(pathTo.workflow(submitted.workflow_id));
    return 'Submitted.';
  });
  return (
    <Confirm
      isOpen
      title={`Submit ${workOf(schedule)} once, now?`}
      actionLabel="Run now"
      isBusy={act.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void act.run(reason)}
    >
      <p>It runs even if an earlier one has not ended. The next tick stays as planned.</p>
    </Confirm>
  );
}

function DeleteDialog({ schedule, onClose }: DialogProps) {
  const { route } = useLocation();
  const act = useAct(async (reason: string) => {
    await deleteSchedule(schedule.schedule_id, reason);
    route(pathTo.schedules());
    return `The schedule ${schedule.schedule_id} is deleted.`;
  });
  return (
    <Confirm
      isOpen
      isDanger
      title={`Delete the schedule ${schedule.schedule_id}?`}
      actionLabel="Delete the schedule"
      isBusy={act.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void act.run(reason)}
    >
      <p>
        It submits nothing any more. Tasks that it has submitted stay.
        {schedule.source === 'code' && ' It comes back when its declaration in code changes.'}
      </p>
    </Confirm>
  );
}
