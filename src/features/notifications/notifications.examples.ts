import { EXAMPLE_ID, TaskDto } from '../../api/schema/task.dto.js';
import { newSnapshot } from '../../core/bullmq/job-snapshot.js';
import { EXAMPLE_URL } from './webhooks/deliver-webhook.payload.js';
import type { NotificationTasksDto } from './notifications.dto.js';
import { SENDING, SendEmailPayload } from './email/send-email.task.js';

/** What POST /notifications takes, a way each. */
export const NOTIFICATION_EXAMPLES = {
  email: {
    summary: 'An email',
    value: {
      channel: 'email',
      to: 'ada@example.com',
      subject: 'Your report is ready',
      text: 'You find it where you left it.',
    },
  },
  webhook: {
    summary: 'A signed webhook',
    value: {
      channel: 'webhook',
      url: EXAMPLE_URL,
      event: { type: 'report.finished', data: { report_id: 'r-42', pages: 3 } },
    },
  },
};

/** What it answers, made by the code that makes the real answer. */
export const NOTIFIED_EXAMPLE: NotificationTasksDto = {
  items: [
    TaskDto.of(
      newSnapshot(
        { name: 'notifications.send-email', queue: 'notifications', payload: SendEmailPayload },
        {
          jobId: EXAMPLE_ID,
          timestamp: Date.UTC(2026, 10, 24, 8),
          attempts: SENDING.attempts,
        },
      ),
    ),
  ],
};
