import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { ApiDocument } from '../openapi/api-document.js';
import { PRIMITIVES } from '../openapi/openapi-task-answers.js';
import {
  DEFAULT_ATTEMPTS,
  DEFAULT_BACKOFF,
  DEFAULT_MAX_BACKOFF_MS,
} from '../../core/task/options/retry-policy.js';
import { type RegisteredTask, TaskRegistry } from '../../core/task/task-registry.js';
import { type JsonSchema, standaloneSchema } from './standalone-schema.js';
import type { LimitsByType } from '../../core/queues/type-limits.js';
import type { OwnLimits } from '../../core/queues/type-limits-record.js';
import { type TaskLimitsDto, TaskTypePauseDto } from './task-type-limits.dto.js';
import type { TaskDefaultsDto, TaskTypeDto } from './task-type.dto.js';

type Options = RegisteredTask['options'];

const NONE: LimitsByType = new Map();

/** The task types with all defaults filled in; schemas are those of the OpenAPI document. */
@Injectable()
export class TaskTypes {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly document: ApiDocument,
    private readonly config: Config,
  ) {}

  /** Sorted by name. */
  all(limits: LimitsByType = NONE): TaskTypeDto[] {
    return this.registry.open().map(({ options }) => this.describe(options, limits));
  }

  /**
   * @param name current or former name
   * @throws UnknownTaskError
   */
  get(name: string, limits: LimitsByType): TaskTypeDto {
    return this.describe(this.registry.getOpen(name).options, limits);
  }

  private describe(task: Options, limits: LimitsByType): TaskTypeDto {
    const own = limits.get(task.name) ?? {};
    return {
      name: task.name,
      aliases: task.aliases ?? [],
      summary: task.summary ?? task.name,
      queue: task.queue,
      defaults: this.defaultsOf(task),
      limits: limitsOf(task, own),
      paused: own.paused !== undefined,
      pause: own.paused ? TaskTypePauseDto.of(own.paused) : null,
      redact: task.redact ?? [],
      columns: task.columns ?? [],
      payload_schema: this.schemaOf(task.payload),
      result_schema: this.resultSchemaOf(task),
      example: task.example ?? null,
    };
  }

  /** Any JSON if the task declares no result. */
  private resultSchemaOf({ result }: Options): JsonSchema {
    if (result === undefined) return {};
    const primitive = PRIMITIVES.get(result);
    return primitive ? { ...primitive } : this.schemaOf(result);
  }

  private schemaOf(model: { readonly name: string }): JsonSchema {
    return standaloneSchema(model.name, this.document.get().components?.schemas ?? {});
  }

  private defaultsOf(task: Options): TaskDefaultsDto {
    return {
      attempts: task.attempts ?? DEFAULT_ATTEMPTS,
      backoff: backoffOf(task.backoff ?? DEFAULT_BACKOFF),
      timeout_ms: task.timeoutMs ?? null,
      priority: task.priority ?? 'normal',
      retention_ms: task.retentionMs ?? this.config.resultRetentionMs,
      isolation: task.isolation ?? 'inline',
      rate_limit: task.rateLimit ? rateLimitOf(task.rateLimit) : null,
    };
  }
}

function backoffOf({ type, delayMs, maxMs, jitter }: NonNullable<Options['backoff']>) {
  return { type, delay_ms: delayMs, max_ms: maxMs ?? DEFAULT_MAX_BACKOFF_MS, jitter: jitter ?? 0 };
}

function limitsOf({ rateLimit, timeoutMs }: Options, own: OwnLimits): TaskLimitsDto {
  const rate = own.rate && { ...own.rate, key: rateLimit?.key };
  const current = rate ?? rateLimit;
  return {
    rate: current ? rateLimitOf(current) : null,
    timeout_ms: own.timeoutMs ?? timeoutMs ?? null,
    concurrency: own.concurrency ?? null,
    changed: CHANGEABLE.flatMap(([name, field]) => (own[field] === undefined ? [] : [name])),
  };
}

const CHANGEABLE = [
  ['rate', 'rate'],
  ['timeout_ms', 'timeoutMs'],
  ['concurrency', 'concurrency'],
] as const;

function rateLimitOf({ max, durationMs, key }: NonNullable<Options['rateLimit']>) {
  const text = typeof key === 'function' ? 'a function of the payload' : key;
  return { max, duration_ms: durationMs, ...(text !== undefined && { key: text }) };
}
