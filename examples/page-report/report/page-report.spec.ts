import { expect, it } from '@jest/globals';
import { FetchUrlTask } from '../../../src/features/fetch/fetch-url.task.js';
import { SendEmailTask } from '../../../src/features/notifications/email/send-email.task.js';
import { fakeTask } from '../../../test/support/testing-kit/fake-task.js';
import { runWorkflow } from '../../../test/support/testing-kit/run-workflow.js';
import { ThumbnailTask } from '../images/thumbnail.task.js';
import { pageReport } from './page-report.js';

const report = pageReport('https://example.com/page.json', 'ada@example.com');
const thumbnail = (content: string) => ({ filename: 'a.jpg', content_type: 'image/jpeg', content });
const email = fakeTask(SendEmailTask, () => ({ message_id: '<1@example.com>', delivered_to: 'smtp' }));
const thumb = fakeTask(ThumbnailTask, ({ image }) => thumbnail(btoa(image)));
const page = (data: unknown) => fakeTask(FetchUrlTask, () => ({ status: 'complete', data }) as never);

it('attaches a thumbnail of each image', async () => {
  const images = ['https://example.com/a.png', 'https://example.com/b.png'];
  const { status, steps } = await runWorkflow(report, [page({ images }), thumb, email]);
  expect(status).toBe('SUCCESS');
  expect(steps['mail']?.payload).toMatchObject({
    to: 'ada@example.com',
    attachments: images.map((image) => thumbnail(btoa(image))),
  });
});

it('sends nothing about a page without images', async () => {
  const { status, steps } = await runWorkflow(report, [page({ title: 'Hello' }), thumb, email]);
  expect(status).toBe('FAILURE');
  expect(steps['thumbs']?.error?.message).toContain('There is no value at "/data/images"');
  expect(steps['mail']?.revokeReason).toBe('upstream-failed');
});
