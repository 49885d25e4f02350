import { api } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Time } from '../../components/data/time.js';
import type { TaskStatus } from '../../api/types.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Panel } from '../../components/layout/panel.js';
import { type JsonValue, isList, isObject, parseJson, plainText, printJson } from '../../json/json.js';

const SHOWN = 5;

interface Past {
  readonly id: string;
  readonly status: TaskStatus;
  readonly at: string;
  readonly payload: JsonValue;
}

export interface LastPayloadsProps {
  readonly name: string;
  readonly onUse: (payload: string) => void;
}

/** Payloads of the newest tasks of a type, to begin with. Only admins see payloads. */
export function LastPayloads({ name, onUse }: LastPayloadsProps) {
  const loaded = useLoad((signal) => readPast(name, signal), [name], {
    on: (change) => change.name === name,
  });
  return (
    <Panel title="Last payloads">
      <ErrorNotice error={loaded.error} onRetry={loaded.reload} />
      {loaded.data?.length === 0 && <p class="soft">No task of this type is known yet.</p>}
      <ul class="last-payloads">
        {loaded.data?.map(({ id, status, at, payload }) => (
          <li key={id}>
            <code title={printJson(payload)}>{printJson(payload, 0)}</code>
            <div class="line spread">
              <span class="line">
                <StatusBadge status={status} />
                <a href={pathTo.task(id)}>
                  <Time at={at} />
                </a>
              </span>
              <Button
                label="Use"
                title="Fill the form with this payload"
                onClick={() => onUse(printJson(payload))}
              />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

async function readPast(name: string, signal: AbortSignal): Promise<readonly Past[]> {
  const query = { name, include: 'payload' as const, limit: SHOWN };
  const { data } = await api.GET('/tasks', { params: { query }, parseAs: 'text', signal });
  const page = parseJson(String(data));
  const items = isObject(page) && isList(page['items']) ? page['items'].filter(isObject) : [];
  return items.map((task) => ({
    id: plainText(task['task_id']),
    status: task['status'] as TaskStatus,
    at: plainText(task['created_at']),
    payload: task['payload'] ?? null,
  }));
}
