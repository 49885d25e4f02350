import type { components } from '@celeriac/client';
import { type Detail, detailsOf } from '../../../output/details.js';
import type { Output } from '../../../output/output.js';
import type { Style } from '../../../output/style.js';
import type { Column } from '../../../output/table.js';
import { agoText, durationText, timeText } from '../../../output/times.js';

export type Workflow = components['schemas']['WorkflowDto'];
export type WorkflowDetails = components['schemas']['WorkflowDetailsDto'];
type Step = WorkflowDetails['steps'][string];
type NamedStep = Omit<Step, 'if_failed'> & { readonly name: string };

/** The columns of a list of workflows. */
export function workflowColumns(style: Style): Column<Workflow>[] {
  return [
    { title: 'ID', cell: ({ workflow_id }) => workflow_id },
    { title: 'NAME', cell: ({ name }) => name, isText: true },
    { title: 'STATUS', cell: ({ status }) => style.status(status) },
    { title: 'STEPS', cell: stepsText, align: 'right' },
    { title: 'CREATED', cell: ({ created_at }) => agoText(created_at) },
    { title: 'TAGS', cell: ({ tags }) => tags.join(' '), isText: true },
  ];
}

/** A workflow with its steps and hooks. */
export function workflowText(workflow: WorkflowDetails, output: Output): string {
  const steps = Object.entries(workflow.steps).map(([name, step]) => ({ name, ...step }));
  const hooks = Object.entries(workflow.hooks).map(([name, hook]) => ({ ...NO_STEP, name, ...hook }));
  const table = output.table([...steps, ...hooks], stepColumns(output.style));
  return `${detailsOf(detailsOfWorkflow(workflow, output.style))}\n${table}`;
}

function detailsOfWorkflow(workflow: WorkflowDetails, style: Style): Detail[] {
  return [
    ['workflow', workflow.workflow_id],
    ['name', workflow.name],
    ['status', style.status(workflow.status)],
    ['steps', stepsText(workflow)],
    ['created', timeText(workflow.created_at)],
    ['finished', workflow.finished_at && timeText(workflow.finished_at)],
    ['revoked', workflow.revoke_reason],
    ['tags', workflow.tags.join(' ')],
    ['submitted by', workflow.submitted_by],
    ['critical path', workflow.critical_path.join(' > ')],
    ['', workflow.critical_path_ms > 0 ? durationText(workflow.critical_path_ms) : undefined],
    ['archived', workflow.archived && 'yes: read from the history'],
  ];
}

/** A hook runs after the end of the workflow, so it has none of these. */
const NO_STEP: Pick<Step, 'after' | 'skipped' | 'items'> = { after: [], skipped: false, items: null };

function stepColumns(style: Style): Column<NamedStep>[] {
  return [
    { title: 'STEP', cell: ({ name }) => name },
    { title: 'STATUS', cell: ({ status, skipped }) => style.status(status) + (skipped ? ' skipped' : '') },
    { title: 'TASK', cell: ({ task }) => task },
    { title: 'ITEMS', cell: ({ items }) => items && `${items.ended}/${items.total}`, align: 'right' },
    { title: 'RUN', cell: runTime, align: 'right' },
    { title: 'AFTER', cell: ({ after }) => after.join(' ') },
    { title: 'TASK ID', cell: ({ task_id }) => task_id },
  ];
}

function runTime({ started_at, finished_at }: NamedStep): string | undefined {
  if (started_at === null || finished_at === null) return undefined;
  return durationText(Date.parse(finished_at) - Date.parse(started_at));
}

function stepsText({ step_count: count, open_step_count: open }: Workflow): string {
  return `${count - open}/${count}`;
}
