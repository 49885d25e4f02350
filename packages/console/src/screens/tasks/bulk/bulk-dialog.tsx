import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAct } from '../../../api/use-act.js';
import { type Loaded, useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { Progress } from '../../../components/charts/progress.js';
import { Button } from '../../../components/controls/button.js';
import { Confirm } from '../../../components/feedback/confirm.js';
import { Dialog } from '../../../components/feedback/dialog.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { counted } from '../../../format/number.js';
import { BulkSample } from './bulk-sample.js';
import {
  type BulkAction,
  type BulkSum,
  abortAction,
  readAction,
  startAction,
  startDryRun,
  sumOf,
} from './bulk-actions.js';
import type { Order, Verb } from './verbs.js';

const VERB: Readonly<Record<Verb, string>> = { retry: 'Retry', cancel: 'Cancel', delete: 'Delete' };

export interface BulkDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
  /** Called once the action has begun. */
  readonly onStarted: () => void;
}

/** An action on many tasks in three steps: count them, confirm their number, follow the progress. */
export function BulkDialog({ order, onClose, onStarted }: BulkDialogProps) {
  const { verb, queries } = order;
  const dryRuns = useSignal<readonly BulkAction[]>([]);
  const started = useSignal<readonly BulkAction[]>([]);
  const found = useProgress(dryRuns.value);
  const counting = useAct(async () => {
    dryRuns.value = await Promise.all(queries.map((q) => startDryRun(verb, q)));
  });
  const acting = useAct(async (reason: string) => {
    const fruitful = found.data?.actions.filter(({ matched }) => matched > 0) ?? [];
    started.value = await Promise.all(fruitful.map((dryRun) => startAction(dryRun, reason)));
    onStarted();
  });
  const progress = useProgress(started.value);
  useEffect(() => void counting.run(), []);
  if (started.value.length > 0)
    return <BulkProgress verb={verb} sum={progress.data} error={progress.error} onClose={onClose} />;
  const sum = found.data;
  if (!sum?.isOver || sum.matched === 0)
    return <Counting {...{ verb, sum, onClose }} error={counting.error ?? found.error} />;
  return (
    <Confirm
      isOpen
      title={`${VERB[verb]} ${counted(sum.matched, 'task')}?`}
      actionLabel={`${VERB[verb]} ${counted(sum.matched, 'task')}`}
      isDanger={verb !== 'retry'}
      isBusy={acting.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void acting.run(reason)}
    >
      {sum.actions.some(({ truncated }) => truncated) && (
        <p>These are the newest 100,000 tasks that match.</p>
      )}
      <BulkSample ids={sum.sample} total={sum.matched} />
    </Confirm>
  );
}

interface StepProps {
  readonly verb: Verb;
  readonly sum: BulkSum | undefined;
  readonly error: unknown;
  readonly onClose: () => void;
}

function Counting({ verb, sum, error, onClose }: StepProps) {
  const isOver = sum?.isOver ?? false;
  return (
    <Dialog
      isOpen
      title={isOver ? 'No task matches' : 'Counting the tasks …'}
      actionLabel="Close"
      onAction={onClose}
      onClose={onClose}
    >
      <ErrorNotice error={error} />
      {isOver ? (
        <p>No task of the selection is in a state in which one can {verb} it.</p>
      ) : (
        <Progress label="Counted" percent={sum?.progress ?? 0} />
      )}
    </Dialog>
  );
}

function BulkProgress({ verb, sum, error, onClose }: StepProps) {
  const aborting = useAct(async () => {
    await Promise.all((sum?.actions ?? []).map(({ bulk_action_id: id }) => abortAction(id)));
    return 'The action was asked to stop.';
  });
  const [first] = sum?.actions ?? [];
  const isOver = sum?.isOver ?? false;
  return (
    <Dialog
      isOpen
      title={isOver ? `${VERB[verb]}: done` : `${VERB[verb]}: working …`}
      actionLabel="Close"
      onAction={onClose}
      onClose={onClose}
    >
      <ErrorNotice error={error} />
      <Progress label="Done" percent={sum?.progress ?? 0} />
      {sum && (
        <p role="status">
          {counted(sum.done, 'task')} done, {sum.skipped} skipped, {sum.failed} failed, of {sum.matched}.
        </p>
      )}
      <div class="line">
        {first && <a href={pathTo.bulkAction(first.bulk_action_id)}>Open the bulk action</a>}
        {!isOver && (
          <Button
            label="Abort"
            look="danger"
            isBusy={aborting.isRunning}
            onClick={() => void aborting.run()}
          />
        )}
      </div>
      {!isOver && <p class="soft">It goes on when you close this.</p>}
    </Dialog>
  );
}

/** Follows bulk actions until all are over. */
function useProgress(actions: readonly BulkAction[]): Loaded<BulkSum> {
  const ids = actions.map(({ bulk_action_id: id }) => id);
  return useLoad(
    async (signal) => sumOf(await Promise.all(ids.map((id) => readAction(id, signal)))),
    [ids.join()],
    {
      on: ({ task_id: id }) => ids.includes(id),
      everyMs: ids.length > 0 ? 1_000 : 86_400_000,
    },
  );
}
