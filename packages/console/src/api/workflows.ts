import { api, client } from './client.js';
import { given } from './given-reason.js';
import type { Workflow, WorkflowDetails } from './types.js';

const at = (id: string) => ({ path: { workflow_id: id } });

export interface WorkflowPage {
  readonly items: readonly Workflow[];
  readonly next_cursor: string | null;
}

export async function readWorkflows(
  query: { readonly status?: Workflow['status']; readonly name?: string; readonly tag?: string } & {
    readonly limit: number;
    readonly cursor?: string;
  },
  signal: AbortSignal,
): Promise<WorkflowPage> {
  const { data } = await api.GET('/workflows', { params: { query }, signal });
  return data ?? { items: [], next_cursor: null };
}

export function readWorkflow(id: string, signal: AbortSignal): Promise<WorkflowDetails> {
  return client.workflow(id).state({ signal });
}

export async function readMermaid(id: string): Promise<string> {
  const { data } = await api.GET('/workflows/{workflow_id}.mmd', { params: at(id), parseAs: 'text' });
  return data ?? '';
}

export async function retryWorkflow(id: string, reason: string): Promise<void> {
  await api.POST('/workflows/{workflow_id}/retry', { params: at(id), body: given(reason) });
}

export async function deleteWorkflow(id: string, reason: string): Promise<void> {
  await api.DELETE('/workflows/{workflow_id}', { params: { ...at(id), query: given(reason) } });
}
