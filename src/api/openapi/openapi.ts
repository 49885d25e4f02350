import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Config } from '../../platform/config/config.js';
import { version } from '../../platform/config/version.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { ApiDocument } from './api-document.js';
import { withProblems } from './openapi-problems.js';
import { KEY_SCHEME } from '../access/require-role.decorator.js';
import { TOKEN_SCHEME } from '../access/tokens/accepts-token.decorator.js';
import { withAccess } from './openapi-access.js';
import { withOperationIds } from './openapi-operation-ids.js';
import { withSharedParameters } from './openapi-shared.js';
import { modelsOf, withTasks } from './openapi-tasks.js';
import { withQueueNames } from '../schema/queue-name.js';
import { Problem } from '../problems/problem.js';

/** Descriptions of the controllers' tags, in Swagger UI's order. */
const TAGS = {
  Tasks: 'Submit tasks, read their status and results, follow, change, cancel and retry them',
  Workflows: 'Run graphs of tasks: start, read, follow, cancel and retry them as a whole',
  Schedules: 'Submit a task or start a workflow again and again, by cron expressions or intervals',
  Notifications: 'Send emails and webhooks',
  Fetch: 'Fetch public URLs in a worker',
  Search: 'Complete, count, export and save queries, and find anything by its ID',
  Errors: 'See why tasks failed, and run them again',
  'Bulk actions': 'Retry, cancel or delete all tasks that match a query',
  'Task types': 'List what can be submitted, and limit or pause it',
  Queues: 'See the backlog of queues, and pause, limit, close or purge them',
  Workers: 'See worker processes, and send them commands',
  Operations: 'Inspect the service: health, metrics, statistics, settings and the audit log',
  Session: 'Log a browser in and out',
};

/**
 * Adds the viewport meta element, for which Swagger UI's page has no other place than after its title. Without it,
 * phones show the page at 980 px.
 */
const TITLE = 'Celeriac API</title><meta name="viewport" content="width=device-width, initial-scale=1">';

/** Swagger UI's own inputs are slightly too narrow for a task id. */
const INPUTS = '.swagger-ui .parameters-col_description input { max-width: 27em; width: 100% }';

/** Serves Swagger UI at /docs and the document at /openapi.json. */
export function serveDocs(app: INestApplication): void {
  const document = app.get(ApiDocument);
  document.comesFrom(() => openApiDocument(app));
  SwaggerModule.setup('docs', app, () => document.get(), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: TITLE,
    customCss: INPUTS,
    // The badge would send this server's address to a validator on the internet.
    swaggerOptions: { displayRequestDuration: true, docExpansion: 'list', validatorUrl: null },
  });
}

/** The decorators' document, completed with the parts common to all routes. */
function openApiDocument(app: INestApplication): OpenAPIObject {
  const tasks = app.get(TaskRegistry).open();
  const extraModels = [Problem, ...tasks.flatMap(modelsOf)];
  const created = SwaggerModule.createDocument(app, description(app.get(Config).basePath), {
    extraModels,
    operationIdFactory,
  });
  const document = withQueueNames(withAnyJson(created), app.get(KnownQueues));
  const complete = withProblems(withTasks(document, tasks));
  return withSharedParameters(withAccess(withOperationIds(complete)));
}

/** Empty: a missing `operationId` is generated from method and path later, never from the class. */
const operationIdFactory = () => '';

const KEY = {
  type: 'http',
  scheme: 'bearer',
  description:
    'An API key, `cel_…`. Create one with `npm run key -- NAME ROLE`. Leave empty if no keys are configured',
} as const;

const TOKEN = {
  type: 'apiKey',
  in: 'query',
  name: 'access_token',
  description:
    'A token for one task or workflow, `celt_…`, from its `/tokens`, for a browser. It can also be sent as `Bearer`',
} as const;

/** Version 3.1, whose schemas are JSON Schema: in 3.0 a reference cannot be nullable. */
function description(basePath: string) {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Celeriac')
    .setDescription(
      'Background work over HTTP: submit a task, then read its status and result by ID. Every error is an RFC 9457 ' +
        'problem with a `code`. After a 503 the outcome is unknown: repeat the request with the same `Idempotency-Key`.',
    )
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(basePath || '/', 'This server')
    .addSecurity(KEY_SCHEME, KEY)
    .addSecurity(TOKEN_SCHEME, TOKEN);
  for (const [name, text] of Object.entries(TAGS)) builder.addTag(name, text);
  return builder.build();
}

/** DTOs declare `unknown` as `{ type: Object, nullable: true }`; it means any JSON, not any object. */
function withAnyJson(document: OpenAPIObject): OpenAPIObject {
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    if (!('properties' in schema)) continue;
    for (const property of Object.values(schema.properties ?? {})) {
      if ('type' in property && isAnyJson(property)) delete property.type;
    }
  }
  return document;
}

function isAnyJson(schema: {
  type?: string | string[];
  properties?: object;
  additionalProperties?: unknown;
}) {
  const isBare = schema.properties === undefined && schema.additionalProperties === undefined;
  return isBare && Array.isArray(schema.type) && String(schema.type) === 'object,null';
}
