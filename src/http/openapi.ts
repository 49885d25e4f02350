import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { INestApplication } from '@nestjs/common';
import { type RegisteredTask, TaskRegistry } from '../queue/task-registry.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The route that every task is submitted by, and that stands in the document once a task. */
const SUBMIT = '/tasks/{name}';

/** Serves Swagger UI at /docs and its document at /openapi.json. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Celeriac API',
    swaggerOptions: { displayRequestDuration: true, docExpansion: 'list', tagsSorter: 'alpha' },
  });
}

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const tasks = app.get(TaskRegistry).all();
  const document = SwaggerModule.createDocument(app, description(), { extraModels: tasks.flatMap(modelsOf) });
  return { ...document, paths: withTasks(document.paths, tasks) };
}

function description() {
  return new DocumentBuilder()
    .setTitle('Celeriac')
    .setDescription(
      'Background work over HTTP: submit a task, read its status and result by its id. ' +
        'Every error is an RFC 9457 problem with a `code`. After a 503 the outcome is unknown: read before you repeat.',
    )
    .setVersion('0.1')
    .build();
}

function modelsOf({ options }: RegisteredTask) {
  return [options.payload, ...(isModel(options.result) ? [options.result] : [])];
}

const PRIMITIVES = new Map<unknown, Schema>([
  [Number, { type: 'number' }],
  [String, { type: 'string' }],
  [Boolean, { type: 'boolean' }],
]);

function isModel(result: RegisteredTask['options']['result']): result is new () => object {
  return result !== undefined && !PRIMITIVES.has(result);
}

/** Replaces `/tasks/{name}` by `/tasks/math.divide` and so on, each with its own payload and result. */
function withTasks(paths: OpenAPIObject['paths'], tasks: RegisteredTask[]): OpenAPIObject['paths'] {
  const { [SUBMIT]: generic, ...others } = paths;
  if (generic?.post === undefined) throw new Error(`The document has no ${SUBMIT}: has the route moved?`);
  const submit = generic.post;
  return {
    ...others,
    ...Object.fromEntries(
      tasks.map((task) => [`/tasks/${task.options.name}`, { post: operationOf(task, submit) }]),
    ),
  };
}

function operationOf({ options }: RegisteredTask, generic: Operation): Operation {
  const { [404]: _unknownName, ...responses } = generic.responses;
  return {
    ...generic,
    operationId: `submit:${options.name}`,
    summary: options.summary ?? options.name,
    description: `Runs in the queue \`${options.queue}\`.`,
    parameters: [],
    requestBody: { required: true, content: { 'application/json': bodyOf(options) } },
    responses: { ...responses, 201: createdOf(options, generic.responses[201]) },
  };
}

function bodyOf({ payload, example }: RegisteredTask['options']) {
  const schema: Schema = {
    type: 'object',
    required: ['payload'],
    additionalProperties: false,
    properties: { payload: ref(payload.name) },
  };
  return { schema, ...(example && { example: { payload: example } }) };
}

/** The task as it is answered, with the schema of this task's result in place of "any JSON". */
function createdOf(
  { result }: RegisteredTask['options'],
  generic: Operation['responses'][string] | undefined,
) {
  const resultSchema = isModel(result) ? ref(result.name) : (PRIMITIVES.get(result) ?? {});
  const schema: Schema = {
    allOf: [
      ref('TaskDto'),
      { type: 'object', properties: { result: { nullable: true, allOf: [resultSchema] } } },
    ],
  };
  return { description: 'The task is stored', ...generic, content: { 'application/json': { schema } } };
}

function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
