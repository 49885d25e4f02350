import type { components } from '@celeriac/client';
import type { JsonSchema } from '../../schema/json-schema.js';

type Options = components['schemas']['RequestOptionsDto'];

const YEAR_MS = 31_536_000_000;

/** The options of a submit, in the order in which they are needed. Tokens are for browsers of customers, not for people. */
const PROPERTIES: Readonly<Record<Exclude<keyof Options, 'token'>, JsonSchema>> = {
  priority: { type: 'string', enum: ['low', 'normal', 'high', 'critical'], description: 'Orders the queue' },
  delay_ms: { type: 'integer', minimum: 0, example: 60_000, description: 'Start after this time, in ms' },
  run_at: {
    type: 'string',
    format: 'date-time',
    example: '2027-01-01T08:00:00Z',
    description: 'Or start at this time (RFC 3339)',
  },
  expires_at: {
    type: 'string',
    format: 'date-time',
    example: '2027-01-01T09:00:00Z',
    description: 'If it has not started by then, it is REVOKED',
  },
  tags: {
    type: 'array',
    items: { type: 'string', minLength: 1 },
    description: 'Labels to find the task by',
  },
  attempts: { type: 'integer', minimum: 1, description: 'Executions at most' },
  timeout_ms: {
    type: 'integer',
    minimum: 1,
    example: 30_000,
    description: 'Time limit of one attempt, in ms',
  },
  backoff: {
    type: 'object',
    additionalProperties: false,
    description: 'Wait before each further attempt',
    example: { type: 'exponential', delay_ms: 1_000 },
    properties: {
      type: { type: 'string', enum: ['fixed', 'exponential'] },
      delay_ms: { type: 'integer', minimum: 0, example: 1_000, description: 'Wait after the first failure' },
      max_ms: { type: 'integer', minimum: 0, example: 60_000, description: 'Upper limit of each wait' },
      jitter: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        example: 0.5,
        description: 'Share of it that is random',
      },
    },
  },
  deduplicate: {
    type: 'object',
    additionalProperties: false,
    description: 'If a task with the same key exists, that one is returned',
    example: { key: 'order-42' },
    required: ['key'],
    properties: {
      key: { type: 'string', minLength: 1, example: 'order-42' },
      mode: { type: 'string', enum: ['unique', 'throttle', 'debounce'] },
      ttl_ms: {
        type: 'integer',
        minimum: 1,
        example: 60_000,
        description: 'Needed by throttle and debounce',
      },
    },
  },
  retention_ms: {
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    example: 86_400_000,
    description: 'Time for which the result stays readable, in ms',
  },
  webhook_url: {
    type: 'string',
    format: 'uri',
    example: 'https://example.com/hooks',
    description: 'Receives the end of the task as a signed webhook',
  },
};

export const OPTIONS_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: PROPERTIES,
};
