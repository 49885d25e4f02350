import type { Task } from '../../../api/types.js';
import type { TaskAction } from './offered-actions.js';

/** The actions that are asked for once more, with a reason. */
export type Question = 'cancel' | 'retry' | 'promote' | 'delete';

export interface QuestionText {
  readonly action: Question;
  readonly title: string;
  readonly text: string;
  readonly actionLabel: string;
  readonly isDanger?: boolean;
}

/** The question before an action; undefined for one that has a dialog of its own. */
export function questionOf(action: TaskAction | undefined, task: Task): QuestionText | undefined {
  if (action === undefined || action === 'replay' || action === 'change') return undefined;
  return { action, ...QUESTIONS[action](task) };
}

const QUESTIONS: Readonly<Record<Question, (task: Task) => Omit<QuestionText, 'action'>>> = {
  cancel: ({ status }) =>
    status === 'STARTED'
      ? {
          title: 'Ask this task to stop?',
          text: 'It runs: it becomes REVOKED once it has reacted to its signal. If it ends first, its outcome counts.',
          actionLabel: 'Ask to stop',
          isDanger: true,
        }
      : {
          title: 'Cancel this task?',
          text: 'It does not run: it becomes REVOKED at once.',
          actionLabel: 'Cancel the task',
          isDanger: true,
        },
  retry: ({ max_attempts: most }) => ({
    title: 'Run this task again?',
    text: `It keeps its ID, and may be tried ${most === 1 ? 'once' : `${most} times`} again.`,
    actionLabel: 'Retry the task',
  }),
  promote: () => ({
    title: 'Run this task now?',
    text: 'It no longer waits for its time: it starts as soon as a worker is free.',
    actionLabel: 'Run the task now',
  }),
  delete: () => ({
    title: 'Delete this task?',
    text: 'Its record, its result and its log are removed, also from the history. This cannot be undone.',
    actionLabel: 'Delete the task',
    isDanger: true,
  }),
};
