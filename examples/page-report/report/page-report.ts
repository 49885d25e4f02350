import { type Ref, type WorkflowDefinition, chain, map, step, workflow } from '../../../src/core/index.js';
import { FetchUrlTask } from '../../../src/features/fetch/fetch-url.task.js';
import { SendEmailTask } from '../../../src/features/notifications/email/send-email.task.js';
import { ThumbnailTask } from '../images/thumbnail.task.js';

/**
 * Fetches a page, makes a thumbnail of each of its images, and sends them in one email.
 *
 * @param url of a JSON document `{ "images": ["https://…", …] }` with at most 10 images, as many as an email may have
 * @param to the recipient's address
 */
export function pageReport(url: string, to: string): WorkflowDefinition {
  return workflow(
    'page-report',
    chain(
      step(FetchUrlTask, { url, accept: ['application/json'] }).named('page'),
      ({ data }) =>
        map(imagesOf(data), (image) => step(ThumbnailTask, { image, width: 320 })).named('thumbs'),
      (attachments) =>
        step(SendEmailTask, {
          to,
          subject: 'The images of the page',
          text: 'They are attached.',
          attachments,
        }).named('mail'),
    ),
    { tags: ['demo'] },
  );
}

/** The content of a page is known only at run time. A page without this list fails the step `thumbs`; its error names the list. */
function imagesOf(data: Ref<unknown>): Ref<readonly string[]> {
  return (data as Ref<{ images: readonly string[] }>).images;
}
