import { client } from '../../../api/client.js';
import type { Task, TaskWhy } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { Time } from '../../../components/data/time.js';
import { Tag } from '../../../components/data/tag.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { Panel } from '../../../components/layout/panel.js';
import { shortId } from '../../../format/short-id.js';
import { count } from '../../../format/number.js';
import './why-panel.css';

/** Places in a queue change without an event of this task. */
const AGAIN_MS = 3_000;

const TITLES: Readonly<Partial<Record<Task['status'], string>>> = {
  PENDING: 'Why it waits',
  RETRY: 'Why it waits',
  STARTED: 'What it does',
};

/** The reasons for the state of a task that is not over, those that hold it first. */
export function WhyPanel({ task }: { readonly task: Task }) {
  const { task_id: id } = task;
  const { data, error, reload } = useLoad((signal) => client.handle(id).why({ signal }), [id], {
    on: (change) => change.task_id === id,
    everyMs: AGAIN_MS,
  });
  return (
    <Panel title={TITLES[task.status] ?? 'Why'}>
      <ErrorNotice error={error} onRetry={reload} />
      {data ? (
        <ol class="reasons">
          {data.reasons.filter(isNews).map((reason) => (
            <ReasonItem key={reason.code} reason={reason} />
          ))}
        </ol>
      ) : (
        <p class="soft">Loading …</p>
      )}
      {data?.estimated_start && <Estimate estimate={data.estimated_start} />}
    </Panel>
  );
}

type Reason = TaskWhy['reasons'][number];

/** That it was asked to stop stands above the page. */
function isNews({ code }: Reason): boolean {
  return code !== 'cancel-requested';
}

function ReasonItem({
  reason: { code, blocking, message, ends_when: endsWhen, facts },
}: {
  readonly reason: Reason;
}) {
  return (
    <li class="reason" data-blocking={blocking || undefined}>
      <p>
        <strong>{message}</strong>{' '}
        {blocking && (
          <Tag text="holds it" tone="warning" title={`It cannot start before this is over (${code})`} />
        )}
      </p>
      {endsWhen !== null && code !== 'running' && <p class="soft">Ends when: {withoutRoute(endsWhen)}</p>}
      <Links facts={facts} />
    </li>
  );
}

/** The API names the route that would end it; here there is a button or a link. */
function withoutRoute(sentence: string): string {
  return sentence.replace(/: (?:POST|PUT|PATCH) \/\S+$/, '.');
}

/** The places that the facts of a reason name. */
function Links({ facts }: Pick<Reason, 'facts'>) {
  const { queue, workflow_id: workflowId } = facts;
  const links = [
    typeof queue === 'string' && ([`Queue ${queue}`, pathTo.queue(queue)] as const),
    typeof workflowId === 'string' && (['Workflow', pathTo.workflow(workflowId)] as const),
    ...runningIn(facts).map((id) => [`Task ${shortId(id)}`, pathTo.task(id)] as const),
  ].filter((link) => link !== false);
  if (links.length === 0) return null;
  return (
    <p class="line">
      {links.map(([label, href]) => (
        <a key={href} href={href}>
          {label}
        </a>
      ))}
    </p>
  );
}

const MOST_RUNNING = 3;

/** The tasks that use up a limit. */
function runningIn({ running }: Reason['facts']): string[] {
  if (!Array.isArray(running)) return [];
  const ids = running.map((one: { readonly task_id?: unknown } | null) => one?.task_id);
  return ids.filter((id) => typeof id === 'string').slice(0, MOST_RUNNING);
}

function Estimate({ estimate }: { readonly estimate: NonNullable<TaskWhy['estimated_start']> }) {
  const { tasks_ahead: ahead, per_second: perSecond, window, slots } = estimate.basis;
  return (
    <p>
      Estimated start: <Time at={estimate.start_at} />
      {ahead > 0 && (
        <span class="soft">
          {`: ${count(ahead)} before it, ${perSecond} a second over the last ${window}, ${count(slots)} slots.`}
        </span>
      )}
    </p>
  );
}
