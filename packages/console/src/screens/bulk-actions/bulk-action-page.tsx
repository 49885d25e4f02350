import { useSignal } from '@preact/signals';
import { useLocation, useRoute } from 'preact-iso';
import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { useAct } from '../../api/use-act.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Facts } from '../../components/data/facts.js';
import { Time } from '../../components/data/time.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { Notice } from '../../components/feedback/notice.js';
import { Panel } from '../../components/layout/panel.js';
import { Screen } from '../../components/layout/screen.js';
import { duration } from '../../format/duration.js';
import { count, counted } from '../../format/number.js';
import { type BulkAction, isOver, selectionOf, titleOf } from './bulk-action.js';
import { BulkErrors } from './bulk-errors.js';
import { BulkProgress } from './bulk-progress.js';
import './bulk-actions.css';

const REFRESH_MS = 1_000;

/** One bulk action: how far it is, what went wrong, who ordered it and why. */
export function BulkActionPage() {
  const { id = '' } = useRoute().params as { id?: string };
  const over = useSignal(false);
  const loaded = useLoad(
    async (signal) => {
      const params = { path: { bulk_action_id: id } };
      const action = dataOf(await api.GET('/bulk-actions/{bulk_action_id}', { params, signal }));
      over.value = isOver(action);
      return action;
    },
    [id],
    { on: ({ task_id }) => task_id === id, ...(!over.value && { everyMs: REFRESH_MS }) },
  );
  const action = loaded.data;
  return (
    <Screen
      title={action ? titleOf(action) : 'Bulk action'}
      loaded={loaded}
      beside={action && <BulkProgress action={action} />}
      actions={action && may('operator') && <BulkActs action={action} onDone={loaded.reload} />}
    >
      {action && <Content action={action} />}
    </Screen>
  );
}

function Content({ action }: { readonly action: BulkAction }) {
  return (
    <>
      {action.truncated && (
        <Notice tone="warning" title="More than 100,000 tasks match.">
          Only the newest of them are acted on.
        </Notice>
      )}
      {action.error && (
        <Notice tone="failure" title={`${action.error.type}:`} children={action.error.message} />
      )}
      <div class="columns">
        <Panel title="Progress">
          <Facts facts={progressOf(action)} />
        </Panel>
        <Panel title="Order">
          <Facts facts={orderOf(action)} />
        </Panel>
      </div>
      <BulkErrors action={action} />
      {action.sample.length > 0 && (
        <Panel title="First matching tasks">
          <ul class="bulk-tasks">
            {action.sample.map((id) => (
              <li key={id}>
                <a href={pathTo.task(id)}>
                  <code>{id}</code>
                </a>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

type FactList = Parameters<typeof Facts>[0]['facts'];

function progressOf(action: BulkAction): FactList {
  const { started_at: from, finished_at: to } = action;
  return [
    ['Matched', count(action.matched)],
    ['Done', !action.dry_run && count(action.done)],
    ['Failed', count(action.failed)],
    ['Skipped', action.skipped > 0 && `${count(action.skipped)}, their state had changed`],
    ['Looked at', count(action.looked_at)],
    ['Took', from && to && duration(Date.parse(to) - Date.parse(from))],
  ];
}

function orderOf(action: BulkAction): FactList {
  const selection = selectionOf(action);
  return [
    ['Tasks', action.q ? <a href={pathTo.tasks({ q: action.q })}>{action.q}</a> : selection || undefined],
    ['Dry run', action.dry_run_id && <a href={pathTo.bulkAction(action.dry_run_id)}>{action.dry_run_id}</a>],
    ['By', action.requested_by ?? 'anonymous'],
    ['Reason', action.reason],
    ['Ordered', <Time at={action.created_at} />],
    ['Started', action.started_at && <Time at={action.started_at} />],
    ['Ended', action.finished_at && <Time at={action.finished_at} />],
    ['Abort asked', action.cancel_requested_at && <Time at={action.cancel_requested_at} />],
    ['Aborted', action.revoke_reason],
  ];
}

interface BulkActsProps {
  readonly action: BulkAction;
  readonly onDone: () => void;
}

function BulkActs({ action, onDone }: BulkActsProps) {
  const { route } = useLocation();
  const open = useSignal<'abort' | 'order' | undefined>(undefined);
  const close = (): void => {
    open.value = undefined;
  };
  const aborting = useAct(async (reason: string) => {
    const params = { path: { bulk_action_id: action.bulk_action_id } };
    await api.POST('/bulk-actions/{bulk_action_id}/cancel', { params, body: reason ? { reason } : {} });
    close();
    onDone();
    return 'Asked to stop';
  });
  const ordering = useAct(async (reason: string) => {
    const verb = action.action as 'retry' | 'cancel' | 'delete'; // the only ones with a dry run by query
    const body = { action: verb, dry_run_id: action.bulk_action_id, ...(reason && { reason }) };
    const ordered = dataOf(await api.POST('/bulk-actions', { body }));
    route(pathTo.bulkAction(ordered.bulk_action_id));
  });
  const tasks = counted(action.matched, 'task');
  return (
    <>
      {!isOver(action) && <Button label="Abort" look="danger" onClick={() => (open.value = 'abort')} />}
      {canFollow(action) && (
        <Button label={`Carry it out for ${tasks}`} look="primary" onClick={() => (open.value = 'order')} />
      )}
      <Confirm
        isOpen={open.value === 'abort'}
        title="Abort this bulk action?"
        actionLabel="Abort it"
        isDanger
        isBusy={aborting.isRunning}
        onClose={close}
        onConfirm={(reason) => void aborting.run(reason)}
      >
        <p>What is done stays done: {counted(action.done, 'task')} so far.</p>
      </Confirm>
      <Confirm
        isOpen={open.value === 'order'}
        title={`${titleOf({ ...action, dry_run: false })} ${tasks}?`}
        actionLabel={`${titleOf({ ...action, dry_run: false })} ${tasks}`}
        isDanger={action.action !== 'retry'}
        isBusy={ordering.isRunning}
        onClose={close}
        onConfirm={(reason) => void ordering.run(reason)}
      />
    </>
  );
}

const FOLLOW_MS = 3_600_000;

/** A dry run by query can be carried out for an hour. */
function canFollow({ dry_run: isDry, q, status, finished_at: at, matched }: BulkAction): boolean {
  return (
    isDry &&
    q !== null &&
    status === 'SUCCESS' &&
    matched > 0 &&
    Date.now() - Date.parse(at ?? '') < FOLLOW_MS
  );
}
