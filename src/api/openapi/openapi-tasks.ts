import type { OpenAPIObject } from '@nestjs/swagger';
import type { RegisteredTask } from '../../core/task/task-registry.js';
import { dtosWithin } from '../../platform/validation/dto-plan.js';
import { submitIdOf } from './openapi-operation-ids.js';
import type { Operation } from './openapi-operations.js';
import { withSecrets } from './openapi-secrets.js';
import { requestSchemas, withStrict } from './openapi-strict.js';
import { type NamedTask, answerSchemas, answersOf, isModel, namedTasks } from './openapi-task-answers.js';

type Options = RegisteredTask['options'];
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

/** The generic submit route, which appears in the document once per task. */
const SUBMIT = '/tasks/{name}';
/** The body of that route, for any task. */
const BODY = 'SubmitDto';

/** Classes of a task that the document needs although no route refers to them. */
export function modelsOf({ options }: RegisteredTask) {
  return [options.payload, ...(isModel(options.result) ? [options.result] : [])];
}

/** Replaces `/tasks/{name}` with `/tasks/math.divide` and so on, each with its own payload and result. */
export function withTasks(document: OpenAPIObject, tasks: RegisteredTask[]): OpenAPIObject {
  const { [SUBMIT]: generic, ...others } = document.paths;
  const { [BODY]: body, ...schemas } = document.components?.schemas ?? {};
  if (!generic?.post || !body)
    throw new Error(`The document has no ${SUBMIT} with a ${BODY}: have they moved?`);
  const submit = generic.post;
  const named = namedTasks(tasks, schemas);
  const own = named.map((task) => [
    `/tasks/${task.options.name}`,
    { post: operationOf(task, submit, body, schemas) },
  ]);
  return {
    ...document,
    // Submit routes first: the tutorial's, then each task's own.
    paths: { '/tasks': {}, ...(Object.fromEntries(own) as OpenAPIObject['paths']), ...others },
    components: {
      ...document.components,
      schemas: withSecrets({ ...strict(document, schemas, tasks), ...answerSchemas(named) }, tasks),
    },
  };
}

/** Schemas of bodies and payloads, including nested ones, adjusted to the validation. */
function strict(document: OpenAPIObject, schemas: Schemas, tasks: RegisteredTask[]): Schemas {
  const payloads = tasks.flatMap(({ options }) => [...dtosWithin(options.payload)]);
  return withStrict(schemas, new Set([...requestSchemas(document), ...payloads.map(({ name }) => name)]));
}

function operationOf(task: NamedTask, generic: Operation, body: Schema, schemas: Schemas): Operation {
  const { options } = task;
  return {
    ...generic,
    operationId: submitIdOf(options.name),
    summary: options.summary ?? options.name,
    description: `Runs in the queue \`${options.queue}\`.`,
    parameters:
      generic.parameters?.filter((parameter) => !('in' in parameter) || parameter.in !== 'path') ?? [],
    requestBody: { required: true, content: { 'application/json': bodyOf(options, body) } },
    responses: answersOf(task, generic.responses, schemas),
  };
}

/** The generic route's body with this task's payload instead of "any object". */
function bodyOf({ payload, example }: Options, body: Schema) {
  const properties = 'properties' in body ? body.properties : {};
  const schema: Schema = {
    ...body,
    additionalProperties: false,
    properties: { ...properties, payload: ref(payload.name) },
  };
  return { schema, ...(example && { example: { payload: example } }) };
}

function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
