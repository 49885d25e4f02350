import { api } from '../../api/client.js';
import { exactBody } from '../../api/exact-body.js';
import { type Submission, bodyOf, headersOf } from './submission.js';

export interface Submitted {
  readonly id: string;
  /** True if the task existed before. */
  readonly isDuplicate: boolean;
}

/** @throws ProblemError with pointers from the body: `/payload/x` */
export async function submit(submission: Submission): Promise<Submitted> {
  // Each type of task has a path of its own, and all have the same answer.
  const path = `/tasks/${encodeURIComponent(submission.name)}` as '/tasks/math.divide';
  const { data, response } = await api.POST(path, {
    body: bodyOf(submission) as never,
    bodySerializer: exactBody,
    headers: headersOf(submission),
  });
  return { id: data?.task_id ?? '', isDuplicate: response.status === 200 };
}
