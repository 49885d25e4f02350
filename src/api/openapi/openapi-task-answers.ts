import type { OpenAPIObject } from '@nestjs/swagger';
import { DEFAULT_ATTEMPTS } from '../../core/task/options/retry-policy.js';
import type { RegisteredTask } from '../../core/task/task-registry.js';
import { taskStatuses } from '../../core/task/task-status.js';
import { pascal } from './openapi-operation-ids.js';
import type { Operation } from './openapi-operations.js';
import { unusedNames } from './unused-names.js';

type Options = RegisteredTask['options'];
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];
type Response = Operation['responses'][string];

/** The schema returned by the generic route, for any task. */
const TASK = 'TaskDto';
/** The same for a newly stored task. */
const NEW_TASK = 'NewTask';

/** Schema of a primitive result. */
export const PRIMITIVES: ReadonlyMap<unknown, Schema> = new Map<unknown, Schema>([
  [Number, { type: 'number' }],
  [String, { type: 'string' }],
  [Boolean, { type: 'boolean' }],
]);

export function isModel(result: Options['result']): result is new () => object {
  return result !== undefined && !PRIMITIVES.has(result);
}

/** A task type with the schema name of its tasks: `MathDivideTask`. */
export interface NamedTask {
  readonly options: Options;
  readonly schemaName: string;
}

/** `a.b-c` and `a.b.c` would get the same name, and so may a class in the document: later ones are numbered. */
export function namedTasks(tasks: readonly RegisteredTask[], schemas: Schemas): NamedTask[] {
  const wanted = tasks.map(({ options }) => `${pascal(options.name)}Task`);
  const names = unusedNames(wanted, [NEW_TASK, ...Object.keys(schemas)]);
  return tasks.map(({ options }, index) => ({ options, schemaName: names[index] ?? '' }));
}

/** The schemas of tasks in responses: one for all new ones, and one per type for those that may be final. */
export function answerSchemas(tasks: readonly NamedTask[]): Schemas {
  const isNew = { type: 'object', required: ['result'], properties: { result: { type: 'null' } } };
  const own = tasks.map(({ options, schemaName }): [string, Schema] => [
    schemaName,
    { allOf: [ref(TASK), byStatus(options)] },
  ]);
  return { [NEW_TASK]: { allOf: [ref(TASK), isNew] }, ...Object.fromEntries(own) };
}

/** A task by status: with its result, its error message, or neither. */
function byStatus({ result }: Options): Schema {
  const own = isModel(result) ? ref(result.name) : (PRIMITIVES.get(result) ?? {});
  const others = taskStatuses.filter((status) => status !== 'SUCCESS' && status !== 'FAILURE');
  const such = (statuses: readonly string[], shown: Schema): Schema => ({
    type: 'object',
    required: ['status', 'result'],
    properties: { status: { type: 'string', enum: [...statuses] }, result: shown },
  });
  return {
    oneOf: [such(['SUCCESS'], own), such(['FAILURE'], { type: 'string' }), such(others, { type: 'null' })],
  };
}

/** The responses of a task's own route: 201 without a result, 200 with this type's result. */
export function answersOf(
  { options, schemaName }: NamedTask,
  generic: Operation['responses'],
  schemas: Schemas,
) {
  const example = exampleOf(options, generic[201]);
  const result = isModel(options.result) ? ref(options.result.name) : (PRIMITIVES.get(options.result) ?? {});
  const ended = { ...example, ...ENDED, result: sampleOf(result, schemas) ?? null };
  return {
    ...generic,
    200: answer(generic[200], ref(schemaName), ended),
    201: answer(generic[201], ref(NEW_TASK), example),
  };
}

const ENDED = {
  status: 'SUCCESS',
  attempt: 1,
  worker: 'worker-1',
  started_at: '2026-11-24T08:00:00.004Z',
  finished_at: '2026-11-24T08:00:00.009Z',
} as const;

function exampleOf({ name, queue, attempts }: Options, generic: Response | undefined): object {
  const content = generic && 'content' in generic ? generic.content?.['application/json'] : undefined;
  const shown = (content?.example ?? {}) as object;
  return { ...shown, name, queue, max_attempts: attempts ?? DEFAULT_ATTEMPTS };
}

function answer(generic: Response | undefined, schema: Schema, example: object): Response {
  return {
    description: 'The task is stored',
    ...generic,
    content: { 'application/json': { schema, example } },
  };
}

/** An example value made from the examples in a schema. */
function sampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  if ('$ref' in schema) {
    const target = schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
    return target && depth < 5 ? sampleOf(target, schemas, depth + 1) : undefined;
  }
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf?.[0]) return sampleOf(schema.allOf[0], schemas, depth);
  if (schema.items) return [sampleOf(schema.items, schemas, depth)].filter((one) => one !== undefined);
  if (!schema.properties) return SAMPLES.get(String(schema.type));
  const parts = Object.entries(schema.properties).map(
    ([name, part]) => [name, sampleOf(part, schemas, depth)] as const,
  );
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

const SAMPLES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['number', 5],
  ['string', 'done'],
  ['boolean', true],
]);

function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
