import { ProblemError } from '@celeriac/client';
import { useMemo } from 'preact/hooks';
import { api } from '../../api/client.js';
import type { Task } from '../../api/types.js';
import { type Loaded, useLoad } from '../../api/use-load.js';
import { type JsonValue, isObject, parseJson } from '../../json/json.js';

/** A task with the text in which it came: numbers of its result keep their digits there. */
export interface ReadTask {
  readonly task: Task;
  readonly text: string;
}

/** A task, kept current. Its value is null where no task has the id: that is an answer, and not asked again. */
export function useTask(id: string): Loaded<ReadTask | null> {
  return useLoad((signal) => readTask(id, signal), [id], { on: (change) => change.task_id === id });
}

async function readTask(id: string, signal: AbortSignal): Promise<ReadTask | null> {
  try {
    const path = { task_id: id };
    const answer = await api.GET('/tasks/{task_id}', { params: { path }, parseAs: 'text', signal });
    const text = answer.data ?? '';
    return { task: JSON.parse(text) as Task, text };
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return null;
    throw error;
  }
}

/** The payload as it was written; null if it was not kept. Only for those who may see payloads. */
export async function readPayload(id: string, signal: AbortSignal): Promise<JsonValue> {
  const params = { path: { task_id: id }, query: { include: 'payload' } } as const;
  const { data = '' } = await api.GET('/tasks/{task_id}', { params, parseAs: 'text', signal });
  return memberOf(data, 'payload') ?? null;
}

/** The result with all its digits; null if there is none. */
export function useResult({ text }: ReadTask): JsonValue {
  return useMemo(() => memberOf(text, 'result') ?? null, [text]);
}

function memberOf(text: string, name: string): JsonValue | undefined {
  const json = parseJson(text);
  return isObject(json) ? json[name] : undefined;
}
