import type { OpenAPIObject } from '@nestjs/swagger';
import { DEFAULT_ATTEMPTS } from '../queue/retry-policy.js';
import type { RegisteredTask } from '../queue/task-registry.js';
import { withSecrets } from './openapi-secrets.js';

type Options = RegisteredTask['options'];
type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];
type Response = Operation['responses'][string];

/** The route that every task is submitted by, and that stands in the document once a task. */
const SUBMIT = '/tasks/{name}';
/** What that route takes and answers, whatever the task. */
const BODY = 'SubmitDto';
const ANSWER = 'TaskDto';

/** The schema of a result that is no class. */
export const PRIMITIVES: ReadonlyMap<unknown, Schema> = new Map<unknown, Schema>([
  [Number, { type: 'number' }],
  [String, { type: 'string' }],
  [Boolean, { type: 'boolean' }],
]);

/** The classes of a task that the document needs, though no route names them. */
export function modelsOf({ options }: RegisteredTask) {
  return [options.payload, ...(isModel(options.result) ? [options.result] : [])];
}

function isModel(result: Options['result']): result is new () => object {
  return result !== undefined && !PRIMITIVES.has(result);
}

/** Replaces `/tasks/{name}` by `/tasks/math.divide` and so on, each with its own payload and result. */
export function withTasks(document: OpenAPIObject, tasks: RegisteredTask[]): OpenAPIObject {
  const { [SUBMIT]: generic, ...others } = document.paths;
  const { [BODY]: body, ...schemas } = document.components?.schemas ?? {};
  if (!generic?.post || !body)
    throw new Error(`The document has no ${SUBMIT} with a ${BODY}: have they moved?`);
  const submit = generic.post;
  const own = tasks.map(({ options }) => [
    `/tasks/${options.name}`,
    { post: operationOf(options, submit, body) },
  ]);
  return {
    ...document,
    // The way in comes first: the tutorial's route, then each task's own.
    paths: { '/tasks': {}, ...(Object.fromEntries(own) as OpenAPIObject['paths']), ...others },
    components: {
      ...document.components,
      schemas: withSecrets({ ...schemas, ...exact(schemas, tasks) }, tasks),
    },
  };
}

/** The schemas of the payloads, as they are checked: a property that they don't name is refused. */
function exact(schemas: Schemas, tasks: RegisteredTask[]): Schemas {
  const names = tasks.map(({ options }) => options.payload.name);
  return Object.fromEntries(names.map((name) => [name, { ...schemas[name], additionalProperties: false }]));
}

function operationOf(options: Options, generic: Operation, body: Schema): Operation {
  return {
    ...generic,
    operationId: `submit:${options.name}`,
    summary: options.summary ?? options.name,
    description: `Runs in the queue \`${options.queue}\`.`,
    parameters:
      generic.parameters?.filter((parameter) => !('in' in parameter) || parameter.in !== 'path') ?? [],
    requestBody: { required: true, content: { 'application/json': bodyOf(options, body) } },
    responses: { ...generic.responses, 201: createdOf(options, generic.responses[201]) },
  };
}

/** The body of the generic route, with this task's payload in place of "any object". */
function bodyOf({ payload, example }: Options, body: Schema) {
  const properties = 'properties' in body ? body.properties : {};
  const schema: Schema = {
    ...body,
    additionalProperties: false,
    properties: { ...properties, payload: ref(payload.name) },
  };
  return { schema, ...(example && { example: { payload: example } }) };
}

/** The task as it is answered, with the schema of this task's result in place of "any JSON". */
function createdOf({ name, queue, result, attempts }: Options, generic: Response): Response {
  const resultSchema = isModel(result) ? ref(result.name) : (PRIMITIVES.get(result) ?? {});
  const schema: Schema = {
    allOf: [ref(ANSWER), { type: 'object', properties: { result: orNull(resultSchema) } }],
  };
  const shown =
    generic && 'content' in generic ? (generic.content?.['application/json']?.example as object) : {};
  const example = { ...shown, name, queue, max_attempts: attempts ?? DEFAULT_ATTEMPTS };
  return {
    description: 'The task is stored',
    ...generic,
    content: { 'application/json': { schema, example } },
  };
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
