import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../../api/client.js';
import { useAct } from '../../api/use-act.js';
import { useLoad } from '../../api/use-load.js';
import { Progress } from '../../components/charts/progress.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { counted } from '../../format/number.js';
import type { ErrorActionsProps } from './error-actions-props.js';

export interface RedriveDialogProps extends ErrorActionsProps {
  readonly onClose: () => void;
}

/** Counts the failed tasks of a group, then runs them again, 1,000 with each request. Closing it stops after the current ones. */
export function RedriveDialog({ group, onClose, onDone }: RedriveDialogProps) {
  const params = { path: { fingerprint: group.fingerprint } };
  const done = useSignal({ succeeded: 0, failed: 0 });
  const end = useRef(new AbortController());
  useEffect(() => () => end.current.abort(), []);
  const dry = useLoad(
    async (signal) =>
      (await api.POST('/errors/{fingerprint}/redrive', { params, body: { dry_run: true }, signal })).data,
    [],
  );
  const running = useAct(async (reason: string) => {
    let cursor: string | null | undefined;
    do {
      const { data } = await api.POST('/errors/{fingerprint}/redrive', {
        params,
        body: { ...(cursor && { cursor }), ...(reason && { reason }) },
      });
      done.value = {
        succeeded: done.value.succeeded + (data?.succeeded.length ?? 0),
        failed: done.value.failed + (data?.failed.length ?? 0),
      };
      cursor = data?.next_cursor;
    } while (cursor && !end.current.signal.aborted);
    onDone();
    onClose();
    return saidOf(done.value);
  }, true);
  const plan = dry.data;
  const tasks = plan && `${plan.is_complete ? '' : 'more than '}${counted(plan.matched, 'task')}`;
  return (
    <Confirm
      title={`Run ${tasks ?? 'the tasks'} again?`}
      isOpen
      onClose={onClose}
      actionLabel={tasks ? `Run ${tasks} again` : 'Run again'}
      onConfirm={(reason) => void running.run(reason)}
      isBusy={running.isRunning}
      isDisabled={!plan?.matched}
    >
      <ErrorNotice error={dry.error ?? running.error} onRetry={dry.reload} />
      <p>{plan ? 'They keep their IDs and get all their attempts again.' : 'Counting the failed tasks …'}</p>
      {plan?.archived ? <p class="soft">{archivedText(plan.archived)}</p> : null}
      {running.isRunning && plan && (
        <Progress
          label="Tasks run again"
          percent={(100 * (done.value.succeeded + done.value.failed)) / Math.max(1, plan.matched)}
        />
      )}
    </Confirm>
  );
}

function archivedText(archived: number): string {
  return archived === 1
    ? 'One older task is only in the history and cannot run again; replay it from its page.'
    : `${counted(archived, 'older task')} are only in the history and cannot run again; replay them from their pages.`;
}

function saidOf({ succeeded, failed }: { readonly succeeded: number; readonly failed: number }): string {
  const rest = failed === 0 ? '' : `; ${counted(failed, 'task')} had changed in the meantime`;
  return `${counted(succeeded, 'task')} run again${rest}`;
}
