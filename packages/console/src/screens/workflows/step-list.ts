import type { TaskStatus, WorkflowDetails, WorkflowStep } from '../../api/types.js';

/** A step or hook as a row. */
export interface ListedStep {
  readonly name: string;
  readonly step: Omit<WorkflowStep, 'after' | 'if_failed' | 'skipped' | 'items'> &
    Partial<Pick<WorkflowStep, 'after' | 'if_failed' | 'skipped' | 'items'>>;
  readonly isHook: boolean;
  readonly isCritical: boolean;
}

/** Steps in the order of the workflow, then what it submits at its end. */
export function listSteps({ steps, hooks, critical_path: path }: WorkflowDetails): ListedStep[] {
  const critical = new Set(path);
  return [
    ...Object.entries(steps).map(([name, step]) => ({
      name,
      step,
      isHook: false,
      isCritical: critical.has(name),
    })),
    ...Object.entries(hooks).map(([name, step]) => ({ name, step, isHook: true, isCritical: false })),
  ];
}

export interface StepFilter {
  /** Part of the name of the step, or of its task. */
  readonly text: string;
  readonly status: TaskStatus | '';
}

export function matchSteps(rows: readonly ListedStep[], { text, status }: StepFilter): ListedStep[] {
  const part = text.trim().toLowerCase();
  return rows.filter(
    ({ name, step }) =>
      (status === '' || step.status === status) &&
      (name.toLowerCase().includes(part) || step.task.toLowerCase().includes(part)),
  );
}

/** Run time so far; null before its start. */
export function runningMs(
  { started_at: from, finished_at: to }: Pick<WorkflowStep, 'started_at' | 'finished_at'>,
  now: number,
): number | null {
  return from === null ? null : Math.max(0, (to === null ? now : Date.parse(to)) - Date.parse(from));
}

/** In words, for a step that has no status of its own to say it: `skipped`, `3 of 10 items`. */
export function remarksOf({ step, isHook, isCritical }: ListedStep): string[] {
  const remarks: string[] = [];
  if (isHook) remarks.push('after the end');
  if (step.skipped) remarks.push('skipped');
  if (step.if_failed === 'continue') remarks.push('goes on if it fails');
  if (step.if_failed === 'skip') remarks.push('skips the next if it fails');
  if (step.items) remarks.push(`${step.items.ended} of ${step.items.total} items`);
  if (isCritical) remarks.push('critical path');
  return remarks;
}
