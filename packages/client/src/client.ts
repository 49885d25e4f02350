import type { Client } from 'openapi-fetch';
import type {
  EventsQuery,
  FleetEvent,
  PayloadOf,
  SubmitOptions,
  Task,
  TaskName,
  TaskOf,
  TasksQuery,
  WorkflowDefinition,
} from './api-types.js';
import type { CallOptions, EventsOptions } from './call-options.js';
import { Connection, dataOf } from './connection.js';
import { type TaskHandle, taskHandle } from './handles/task-handle.js';
import { WorkflowHandle } from './handles/workflow-handle.js';
import type { paths } from './openapi.js';
import { type ClientOptions, createApi } from './transport/create-api.js';

export interface SubmitCall extends CallOptions {
  /** Submits the task once for all calls with this key, for example the number of an order. Default: a random one. */
  readonly idempotencyKey?: string;
}

/**
 * A client of one Celeriac service. Calls reject with a ProblemError if the API refuses them, with an UnreachableError
 * without an answer, and with the reason of their signal.
 *
 * @template P paths generated from the OpenAPI document of the service; by default those without tasks of your own
 */
export interface CeleriacClient<P extends object = paths> {
  /** Every route: `api.GET('/tasks/{task_id}', { params: { path: { task_id } } })`. */
  readonly api: Client<P>;
  /** Submits a task. Its payload and its result have the types of the task with this name. */
  submit<Name extends TaskName<P>>(
    name: Name,
    payload: PayloadOf<P, Name>,
    options?: SubmitOptions<P, Name>,
    call?: SubmitCall,
  ): Promise<TaskHandle<TaskOf<P, Name>>>;
  /** Submits a task whose name is only known at run time. The API checks name and payload. */
  submitByName(
    name: string,
    payload: object,
    options?: SubmitOptions,
    call?: SubmitCall,
  ): Promise<TaskHandle>;
  /** A task that was submitted before: `client.handle<'math.divide'>(id)`. */
  handle<Name extends TaskName<P> = never>(
    id: string,
  ): TaskHandle<[Name] extends [never] ? Task : TaskOf<P, Name>>;
  /** The tasks that match, newest first, page by page. */
  tasks(query?: TasksQuery, options?: CallOptions): AsyncGenerator<Task>;
  /** The changes of all tasks that match, until you stop. */
  events(filter?: EventsQuery, options?: EventsOptions): AsyncGenerator<FleetEvent>;
  startWorkflow(definition: WorkflowDefinition, call?: SubmitCall): Promise<WorkflowHandle>;
  /** A workflow that was started before. */
  workflow(id: string): WorkflowHandle;
}

/** @throws TypeError if the address is none, or contains credentials */
export function createClient<P extends object = paths>(options: ClientOptions): CeleriacClient<P> {
  // Inside, the paths are those of this package: a service with tasks of its own has more.
  return new ApiClient(options) as CeleriacClient as unknown as CeleriacClient<P>;
}

class ApiClient implements CeleriacClient {
  readonly api: Client<paths>;
  private readonly connection: Connection;

  constructor(options: ClientOptions) {
    this.api = createApi(options);
    this.connection = new Connection(this.api, options.reconnectForMs ?? 300_000);
  }

  submit<Name extends TaskName>(
    name: Name,
    payload: PayloadOf<paths, Name>,
    options?: SubmitOptions,
    call?: SubmitCall,
  ): Promise<TaskHandle<TaskOf<paths, Name>>> {
    return this.submitByName(name, payload, options, call) as Promise<TaskHandle<TaskOf<paths, Name>>>;
  }

  async submitByName(
    name: string,
    payload: object,
    options?: SubmitOptions,
    call?: SubmitCall,
  ): Promise<TaskHandle> {
    // Each task has a path of its own, and all have the same answer.
    const path = `/tasks/${encodeURIComponent(name)}` as '/tasks/math.divide';
    const body = { payload: payload as PayloadOf<paths, 'math.divide'>, ...(options && { options }) };
    const { task_id: id } = dataOf(await this.api.POST(path, { body, ...initOf(call) }));
    return taskHandle(this.connection, id);
  }

  handle(id: string): TaskHandle<never> {
    return taskHandle(this.connection, id);
  }

  async *tasks(query: TasksQuery = {}, options: CallOptions = {}): AsyncGenerator<Task> {
    let cursor: string | null | undefined;
    do {
      const params = { query: { ...query, ...(cursor && { cursor }) } };
      const page = dataOf(await this.api.GET('/tasks', { params, ...options }));
      yield* page.items;
      cursor = page.next_cursor;
    } while (cursor);
  }

  events(query: EventsQuery = {}, options?: EventsOptions): AsyncGenerator<FleetEvent> {
    const params = { query };
    return this.connection.follow((call) => this.api.GET('/events', { params, ...call }), options);
  }

  async startWorkflow(definition: WorkflowDefinition, call?: SubmitCall): Promise<WorkflowHandle> {
    const started = dataOf(await this.api.POST('/workflows', { body: definition, ...initOf(call) }));
    return this.workflow(started.workflow_id);
  }

  workflow(id: string): WorkflowHandle {
    return new WorkflowHandle(this.connection, id);
  }
}

function initOf({ idempotencyKey, signal }: SubmitCall = {}): {
  readonly headers: Record<string, string>;
  readonly signal?: AbortSignal;
} {
  const headers: Record<string, string> =
    idempotencyKey === undefined ? {} : { 'Idempotency-Key': JSON.stringify(idempotencyKey) };
  return { headers, ...(signal && { signal }) };
}
