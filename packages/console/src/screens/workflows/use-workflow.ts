import type { WorkflowEvent } from '@celeriac/client';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { client } from '../../api/client.js';
import { isPaused } from '../../api/live.js';
import type { WorkflowDetails } from '../../api/types.js';
import { type Loaded, useLoad } from '../../api/use-load.js';
import { readWorkflow } from '../../api/workflows.js';
import { afterEvent, isFinal, isMoving } from './followed-workflow.js';

/** The critical path and the tasks after the end are no part of the events: both are read again after this time. */
const READ_AGAIN_MS = 5_000;
/** Larger workflows are read again less often: 10,000 steps are 3 MB. */
const READ_LARGE_AGAIN_MS = 60_000;
const LARGE = 1_000;
/** Changes are shown together, at most this often. */
const BATCH_MS = 250;

interface Followed {
  readonly data: WorkflowDetails;
  readonly at: number;
}

/** A workflow that is kept current by its own events while it runs. */
export function useWorkflow(id: string): Loaded<WorkflowDetails> {
  const followed = useSignal<Followed | undefined>(undefined);
  const shown = useRef<WorkflowDetails | undefined>(undefined);
  const loaded = useLoad((signal) => readWorkflow(id, signal), [id], {
    on: (change) => change.workflow_id === id && shown.current !== undefined && isFinal(shown.current.status),
    ...(shown.current && isMoving(shown.current) && { everyMs: pauseFor(shown.current) }),
  });
  const data = newest(id, followed.value, loaded);
  shown.current = data;
  const isOpen = data !== undefined && !isFinal(data.status);
  const { reload } = loaded;
  useEffect(() => {
    if (!isOpen) return;
    const end = new AbortController();
    void follow(id, end.signal, (workflow) => {
      followed.value = { data: workflow, at: Date.now() };
      if (isFinal(workflow.status)) reload();
    });
    return () => end.abort();
  }, [id, isOpen]);
  return { ...loaded, data, at: Math.max(followed.value?.at ?? 0, loaded.at ?? 0) || undefined };
}

/** While the workflow runs, its steps are those of the events, and the rest is as it was read. */
function newest(
  id: string,
  followed: Followed | undefined,
  { data: read, at = 0 }: Loaded<WorkflowDetails>,
): WorkflowDetails | undefined {
  if (read?.workflow_id !== id) return undefined;
  if (followed?.data.workflow_id !== id) return read;
  if (at > followed.at && (isFinal(read.status) || isFinal(followed.data.status))) return read;
  const { critical_path, critical_path_ms, hooks } = read;
  return { ...followed.data, critical_path, critical_path_ms, hooks };
}

function pauseFor({ steps }: WorkflowDetails): number {
  return Object.keys(steps).length > LARGE ? READ_LARGE_AGAIN_MS : READ_AGAIN_MS;
}

async function follow(
  id: string,
  signal: AbortSignal,
  show: (workflow: WorkflowDetails) => void,
): Promise<void> {
  let latest: WorkflowDetails | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deliver = (): void => {
    timer = undefined;
    if (signal.aborted || latest === undefined) return;
    if (isPaused.value) timer = setTimeout(deliver, BATCH_MS);
    else show(latest);
  };
  const take = (event: WorkflowEvent): void => {
    latest = afterEvent(latest, event);
    timer ??= setTimeout(deliver, BATCH_MS);
  };
  try {
    for await (const event of client.workflow(id).events({ signal })) take(event);
  } catch {
    // The page is left, or the stream is refused: then the workflow is read again after a while.
  }
}
