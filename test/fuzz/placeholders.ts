/**
 * Placeholders in generated requests for values that only the running stand knows: the id of a task in some state, the
 * address of a local server. They consist of letters that need no encoding, and are replaced just before the request is
 * sent, so that minimised requests remain valid.
 */
export const taskStates = [
  'PENDING',
  'STARTED',
  'RETRY',
  'SUCCESS',
  'FAILURE',
  'REVOKED',
  'REMOVED',
  'FETCHED',
] as const;

/** A workflow with a step that waits for a year, and one that has ended. */
export const workflowStates = ['OPENWORKFLOW', 'ENDEDWORKFLOW'] as const;

export const allStates = [...taskStates, ...workflowStates];

export type TaskState = (typeof allStates)[number];

export const ORIGIN = '__ORIGIN__';

export function taskIn(state: TaskState): string {
  return `__TASK_${state}__`;
}

/** Replaces every placeholder; equal states get the same task. */
export async function fillIn(
  text: string,
  origin: string,
  idOf: (state: TaskState) => Promise<string>,
): Promise<string> {
  let filled = text.replaceAll(ORIGIN, origin);
  for (const state of allStates) {
    const placeholder = taskIn(state);
    if (filled.includes(placeholder)) filled = filled.replaceAll(placeholder, await idOf(state));
  }
  return filled;
}
