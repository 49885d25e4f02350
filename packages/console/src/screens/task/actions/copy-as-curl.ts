import type { Task } from '../../../api/types.js';
import { basePath } from '../../../app/base-path.js';
import { may, session } from '../../../app/session.js';
import { copyText } from '../../../components/controls/copy-button.js';
import { isObject } from '../../../json/json.js';
import { curlCommand } from '../../new-task/commands.js';
import { readPayload } from '../use-task.js';

/** Copies the command that submits an equal task. Without the right to see the payload, its place is left open. */
export async function copyAsCurl(task: Task): Promise<void> {
  const payload = may('admin') ? await readPayload(task.task_id, new AbortController().signal) : null;
  const { name, tags, priority, max_attempts: attempts } = task;
  const target = { url: location.origin + basePath, needsKey: session.value?.mode === 'keys' };
  const { text } = curlCommand(target, {
    name,
    payload: isObject(payload) ? payload : {},
    options: { attempts, priority, ...(tags.length > 0 && { tags }) },
    idempotencyKey: '',
  });
  await copyText(text);
}
