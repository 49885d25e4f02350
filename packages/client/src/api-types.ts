import type { components, paths } from './openapi.js';

type Schemas = components['schemas'];
type Json<Body> = { readonly content: { readonly 'application/json': Body } };

/** A task of any type. */
export type Task = Schemas['TaskDto'];
/** A workflow with its steps. */
export type Workflow = Schemas['WorkflowDetailsDto'];
/** The steps and hooks of a workflow to start. */
export type WorkflowDefinition = Schemas['WorkflowDefinitionDto'];
/** Why a task does not run. */
export type TaskWhy = Schemas['TaskWhyDto'];

/** The names of the tasks of a deployment: `math.divide`, … Each has a path of its own in the OpenAPI document. */
export type TaskName<P = paths> = {
  [Path in keyof P]: Path extends `/tasks/${infer Name extends `${string}.${string}`}` ? Name : never;
}[keyof P];

type SubmitOf<P, Name extends TaskName<P>> = Name extends string
  ? P extends Record<`/tasks/${Name}`, { readonly post: infer Post }>
    ? Post
    : never
  : never;

type SubmitBody<P, Name extends TaskName<P>> =
  SubmitOf<P, Name> extends { readonly requestBody: Json<infer Body> } ? Body : never;

/** The payload of a task. */
export type PayloadOf<P, Name extends TaskName<P>> =
  SubmitBody<P, Name> extends { readonly payload: infer Payload extends object } ? Payload : never;

/** The options of a submit, as in docs/tasks.md: `delay_ms`, `tags`, … */
export type SubmitOptions<P = paths, Name extends TaskName<P> = TaskName<P>> =
  SubmitBody<P, Name> extends { readonly options?: infer Options } ? NonNullable<Options> : never;

/** A task by its name: its result has the type of that task as soon as its status is SUCCESS. */
export type TaskOf<P, Name extends TaskName<P>> =
  SubmitOf<P, Name> extends { readonly responses: { readonly 200: Json<infer Answer> } } ? Answer : never;

/** The result of a TaskOf. */
export type ResultOf<T> =
  Extract<T, { readonly status: 'SUCCESS' }> extends infer Done extends { readonly result: unknown }
    ? [Done] extends [never]
      ? unknown
      : Done['result']
    : unknown;

interface Event<Type extends string, Data> {
  readonly type: Type;
  /** For `lastEventId`, to continue after this event. */
  readonly id: string;
  readonly data: Data;
}

/** The events of a task. `result`, the final task, is the last one. After a reconnect, `snapshot` comes again. */
export type TaskEvent<T = Task> =
  | Event<'snapshot' | 'result', T>
  | Event<'state', Schemas['TaskStateDto']>
  | Event<'progress', Schemas['TaskProgressDto']>
  | Event<'log', Schemas['TaskLogDto']>;

/** The events of a workflow. `end` is the last one. */
export type WorkflowEvent =
  Event<'snapshot', Workflow> | Event<'step', Schemas['StepEventDto']> | Event<'end', Schemas['WorkflowDto']>;

/** The events of all tasks: docs/events.md. */
export type FleetEvent =
  | Event<'ready', Schemas['FleetReadyDto']>
  | Event<'task', Schemas['TaskChangeDto']>
  | Event<'skipped', Schemas['FleetSkippedDto']>
  | Event<'reset', Schemas['FleetResetDto']>;

/** Filters of a list of tasks. `limit` is the size of a page. */
export type TasksQuery = Omit<NonNullable<paths['/tasks']['get']['parameters']['query']>, 'cursor'>;
/** Filters of the events of all tasks. */
export type EventsQuery = NonNullable<paths['/events']['get']['parameters']['query']>;
