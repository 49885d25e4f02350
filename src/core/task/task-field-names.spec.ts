import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const SRC = new URL('../../', import.meta.url);
/** The table, and the DTOs that describe its facts to callers. */
const HOME = [
  ...['core/task/task-fields.ts', 'core/task/listed/change-fields.ts'],
  ...['api/schema/task.dto.ts', 'api/schema/submit-options.dto.ts'],
];

/** Names used only for facts of a task. Others, such as `status` or `expiresAt`, also occur elsewhere. */
const NAMES = [
  ...['isResultLeftOut', 'result_left_out', 'errorStack', 'errorFingerprint', 'logLines'],
  ...['maxAttempts', 'max_attempts', 'expires_at', 'debounced', 'webhookUrl', 'webhook_url'],
  ...['parentId', 'parent_id', 'rootId', 'root_id', 'replayOf', 'replay_of', 'submittedBy', 'submitted_by'],
  ...['revokeReason', 'revoke_reason', 'cancelRequestedAt', 'cancel_requested_at'],
];

/**
 * Workflows and schedules have facts of their own under the same names, which their records and answers define: who
 * submitted one, where its end is sent. In their folders of `core` and `api` the names say nothing about a task.
 */
const FACTS_OF_OTHERS: Record<string, string[]> = {
  workflows: [
    ...['parent_id', 'revokeReason', 'revoke_reason', 'rootId', 'root_id'],
    ...['submittedBy', 'submitted_by', 'webhookUrl', 'webhook_url'],
  ],
  schedules: ['submittedBy', 'submitted_by', 'webhook_url'],
  // Celery's own facts of its tasks, in its folder of `bridges`.
  celery: ['expires_at', 'parentId', 'parent_id', 'rootId', 'root_id'],
};

/** Other files that name a field, with the reason. */
const USERS: Record<string, Record<string, string[]>> = {
  'computes it from the record': {
    'core/bullmq/job-options.ts': ['debounced', 'submittedBy'],
    'core/bullmq/job-record.ts': ['cancelRequestedAt', 'isResultLeftOut'],
    'core/bullmq/job-snapshot.ts': [
      ...['cancelRequestedAt', 'errorFingerprint', 'errorStack', 'isResultLeftOut'],
      ...['logLines', 'maxAttempts', 'revokeReason'],
    ],
    'core/bullmq/task-job.ts': ['cancelRequestedAt'],
  },
  'decides by it how to store a task': {
    'core/bullmq/scripts/deduplication-key.ts': ['submittedBy'],
    'core/submit/deduplication.ts': ['debounced', 'submittedBy'],
    'core/submit/job-preparer.ts': ['parentId', 'replayOf', 'rootId', 'submittedBy', 'webhookUrl'],
    'core/submit/job-writer.ts': ['debounced'],
    'core/submit/task-queue.ts': ['debounced', 'parentId'],
    'core/submit/backpressure.ts': ['parentId'],
    'core/act/task-replay.ts': ['maxAttempts', 'replayOf'],
  },
  'reports how a task ended to code that waits for it': {
    'core/handle/task-handles.ts': ['revokeReason'],
  },
  'finds tasks, or suggests how to find them': {
    'api/search/suggestions.ts': ['revokeReason', 'revoke_reason', 'submittedBy', 'submitted_by'],
    'core/search/fitting-tasks.ts': ['isResultLeftOut'],
  },
  'decides which options a schedule can give its tasks': {
    'core/task/options/schedule-options.ts': ['webhookUrl'],
  },
  'passes on who submits': {
    'api/access/submit-context-of.ts': ['submittedBy'],
    'core/task/running-task.ts': ['rootId', 'submittedBy'],
    'core/task/submit-context.ts': ['submittedBy'],
    'worker/nested/each-run.ts': ['parentId', 'rootId', 'submittedBy'],
  },
  'tells a running task, and hooks, about the task': {
    'core/task/task.ts': ['maxAttempts', 'parentId', 'rootId', 'submittedBy'],
    'worker/attempt/attempt-context.ts': ['maxAttempts', 'parentId', 'rootId', 'submittedBy'],
    'worker/attempt/attempt.ts': ['maxAttempts', 'parentId', 'rootId', 'submittedBy'],
    'worker/hooks/hook-events.ts': ['maxAttempts'],
  },
  'submits the follow-up of a task': {
    'core/follow-ups/follow-ups.ts': ['rootId', 'submittedBy'],
    'core/task/options/follow-up.ts': ['rootId', 'submittedBy'],
  },
  'sends the webhook at the end, or has it sent': {
    'core/bullmq/followed.ts': ['webhookUrl'],
    'core/lifetime/completion-notifier.ts': ['rootId', 'webhookUrl'],
  },
  'requests a cancel, or clears one': {
    'core/bullmq/revoke-job.ts': ['cancelRequestedAt'],
    'core/bullmq/scripts/clear-end.ts': ['cancelRequestedAt'],
  },
  'tells the changes of a state': { 'core/read/transitions.ts': ['revokeReason', 'submittedBy'] },
  'reads the log up to its length': {
    'core/read/task-output.ts': ['logLines'],
    'core/search/task-reader.ts': ['logLines'],
    'api/tasks/events/task-events.controller.ts': ['logLines'],
    'core/watch/task-feed.ts': ['logLines'],
  },
  'logs or reports attempts': {
    'worker/attempt/runner-events.ts': ['maxAttempts'],
    'worker/run/settlement.ts': ['maxAttempts'],
    'worker/run/task-log.ts': ['maxAttempts'],
  },
  'leaves out, or misses, a large result': {
    'api/idempotency/kept-answer.ts': ['result_left_out'],
    'features/notifications/email/attachments.ts': ['isResultLeftOut'],
    'features/notifications/webhooks/end-event.ts': ['result_left_out'],
  },
  'says which fields a query can ask for, and compares them': {
    'core/query/condition.ts': ['max_attempts', 'replay_of', 'revoke_reason', 'submitted_by'],
    'core/query/matcher.ts': [
      ...[
        'errorFingerprint',
        'isResultLeftOut',
        'maxAttempts',
        'max_attempts',
        'parentId',
        'replayOf',
        'replay_of',
      ],
      ...['revokeReason', 'revoke_reason', 'rootId', 'submittedBy', 'submitted_by'],
    ],
    'core/query/query-fields.ts': [
      ...['expires_at', 'max_attempts', 'parent_id', 'replay_of', 'revoke_reason', 'root_id', 'submitted_by'],
    ],
    'history/search/search-columns.ts': [
      ...['expires_at', 'max_attempts', 'parent_id', 'replay_of', 'revoke_reason', 'root_id', 'submitted_by'],
    ],
  },
  'maps the fields that are searched to columns, and the others to one document': {
    'history/rows/columns.ts': [
      ...[
        'errorFingerprint',
        'expires_at',
        'maxAttempts',
        'max_attempts',
        'parentId',
        'parent_id',
        'replayOf',
      ],
      ...['replay_of', 'revokeReason', 'revoke_reason', 'rootId', 'root_id', 'submittedBy', 'submitted_by'],
    ],
    'history/rows/task-row.ts': ['isResultLeftOut', 'logLines'],
    'history/search/history-searches.ts': ['isResultLeftOut'],
    'history/recorder/recorded-tasks.ts': ['errorFingerprint', 'logLines'],
  },
  'keeps recent changes small': { 'core/watch/fleet/recent-changes.ts': ['errorStack'] },
  'explains why a task waits': {
    'core/why/reason.ts': ['debounced'],
    'core/why/running-reasons.ts': [
      ...['cancelRequestedAt', 'maxAttempts', 'max_attempts', 'revokeReason', 'revoke_reason'],
    ],
    'core/why/side-reasons.ts': ['debounced', 'expires_at'],
    'core/why/waiting-reasons.ts': ['debounced', 'maxAttempts', 'max_attempts'],
  },
  'groups failures': { 'core/read/fingerprints.ts': ['errorFingerprint'] },
  'says when a session ends, not a task': { 'api/access/login/session.dto.ts': ['expires_at'] },
  'lets callers act on what they submitted': { 'api/access/principal.ts': ['submittedBy'] },
  'documents the answers of actions, and the changes': {
    'api/tasks/task-change.dto.ts': ['expires_at'],
    'api/tasks/task-change.controller.ts': ['expires_at', 'submitted_by'],
    'api/tasks/task-actions.controller.ts': ['cancel_requested_at', 'replay_of', 'submitted_by'],
  },
  'shows a bulk action, which is a task, in its own DTO': {
    'api/bulk-actions/bulk-action.dto.ts': [
      ...['cancelRequestedAt', 'cancel_requested_at', 'revokeReason', 'revoke_reason', 'submittedBy'],
    ],
    'api/bulk-actions/bulk-order.dto.ts': ['revoke_reason'],
    'api/bulk-actions/bulk-step.ts': ['cancelRequestedAt'],
  },
  'documents an answer or a refusal': {
    'api/openapi/openapi-task-answers.ts': ['max_attempts'],
    'api/problems/invalid-request.ts': ['webhook_url'],
    'api/schema/task-examples.ts': ['cancel_requested_at', 'replay_of', 'revoke_reason'],
  },
};

it('names a fact of a task only in the table, its DTOs and those that act on it', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.startsWith('bridges/')) // other systems have facts of the same names
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !HOME.includes(file))
    .map((file) => [file, namesIn(file)] as const);
  const found = Object.fromEntries(files.filter(([, names]) => names.length > 0));
  expect(found).toEqual(Object.assign({}, ...Object.values(USERS)));
});

/** The names of tasks' facts in the code of a file, comments aside. */
function namesIn(file: string): string[] {
  const code = readFileSync(new URL(file, SRC), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const ofOthers = FACTS_OF_OTHERS[file.split('/')[1] ?? ''] ?? [];
  return NAMES.filter((name) => !ofOthers.includes(name) && new RegExp(`\\b${name}\\b`).test(code)).sort();
}
