import { api } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { CopyButton } from '../../components/controls/copy-button.js';
import { Panel } from '../../components/layout/panel.js';

/** The message and the stack of the newest task. Only admins get the stack. */
export function ErrorExample({ taskId }: { readonly taskId: string | undefined }) {
  const loaded = useLoad(
    async (signal) =>
      taskId === undefined
        ? undefined
        : (await api.GET('/tasks/{task_id}', { params: { path: { task_id: taskId } }, signal })).data,
    [taskId],
  );
  const error = loaded.data?.error;
  if (!taskId || !error) return null;
  const text = error.stack ?? `${error.type}: ${error.message}`;
  return (
    <Panel
      title="Example"
      actions={
        <>
          <CopyButton text={text} label="Copy the error" />
          <Button label="Open the task" href={pathTo.task(taskId)} />
        </>
      }
    >
      <pre class="stack-trace">{text}</pre>
      {error.stack === undefined && <p class="soft">Admins see the stack as well.</p>}
    </Panel>
  );
}
