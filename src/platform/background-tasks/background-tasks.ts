import { AsyncLocalStorage } from 'node:async_hooks';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Response } from 'express';
import { Config } from '../config/config.js';
import { endsWithin } from '../timing/within.js';
import { eventName } from './on-background-event.js';

/** Its spans belong to the trace of the request; they cost nothing where nothing is traced. */
const tracer = trace.getTracer('celeriac');

/** What one request wants done after its response. */
interface Scope {
  readonly requestId: string;
  readonly response: Response;
  readonly events: object[];
  /** The handling of the events, once there is one. */
  handling?: Promise<void>;
}

/**
 * FastAPI's BackgroundTasks: short work in this process, after the response of the request that asked for it.
 *
 * `add` collects during a request of a route with `@WithBackgroundEvents()`; nothing runs when the request fails. After
 * the response the events run in order, each isolated from the failure of the one before, and a process that stops waits for them up to
 * SHUTDOWN_TIMEOUT_MS. They are lost when the process dies: what must happen is a task, not a background event.
 */
@Injectable()
export class BackgroundTasks implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BackgroundTasks.name);
  private readonly scopes = new AsyncLocalStorage<Scope>();
  private readonly open = new Set<Promise<void>>();
  /** How many scopes something can still happen in. */
  private inside = 0;
  /** Since the start of the process. `dropped`: its request failed, or the process stopped first. */
  readonly counts = { succeeded: 0, failed: 0, dropped: 0 };

  constructor(
    private readonly emitter: EventEmitter2,
    private readonly config: Config,
  ) {}

  /** The id of the request that is being answered, or whose background event is handled. */
  get requestId(): string | undefined {
    return this.scopes.getStore()?.requestId;
  }

  /** Opens the scope of a request; everything that `next` starts belongs to it. */
  enter<T>(response: Response, next: () => T): T {
    const scope: Scope = {
      requestId: String(response.getHeader('X-Request-Id') ?? ''),
      response,
      events: [],
    };
    this.inside += 1;
    void this.leave(scope);
    return this.scopes.run(scope, next);
  }

  /**
   * Has an event handled after the response by the method that is decorated with `@OnBackgroundEvent(its class)`.
   *
   * @throws Error outside of such a request, or when nobody handles the event: both are mistakes in the program
   */
  add(event: object): void {
    const scope = this.scopes.getStore();
    if (scope === undefined) {
      throw new Error(
        'BackgroundTasks.add was called outside of a request: decorate its route with @WithBackgroundEvents(), ' +
          'or submit a task instead.',
      );
    }
    if (this.emitter.listenerCount(eventName(event)) === 0) {
      throw new Error(
        `Nobody handles ${event.constructor.name}: decorate a provider's method with @OnBackgroundEvent(${event.constructor.name}).`,
      );
    }
    scope.events.push(event);
    scope.handling ??= this.track(this.afterResponse(scope));
  }

  /** Waits for what is open; what is not done in time is counted as dropped and said so. */
  async beforeApplicationShutdown(): Promise<void> {
    if (await endsWithin(this.settled(), this.config.shutdownTimeoutMs)) return;
    this.counts.dropped += this.open.size;
    this.logger.error(
      `The process stops before the background events of ${this.open.size} requests are done`,
    );
  }

  /** Resolves when nothing is open, counting what is added meanwhile. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  private track(work: Promise<void>): Promise<void> {
    this.open.add(work);
    return work.finally(() => this.open.delete(work));
  }

  /**
   * Before Node 24 a storage that is in use costs every promise of the process: a third of the requests that it could
   * answer. So it is switched off when the last scope is over, and on by the next.
   */
  private async leave(scope: Scope): Promise<void> {
    await ended(scope.response);
    await scope.handling;
    this.inside -= 1;
    if (this.inside === 0) this.scopes.disable();
  }

  private async afterResponse(scope: Scope): Promise<void> {
    await ended(scope.response);
    if (succeeded(scope.response)) {
      for (const event of scope.events)
        await tracer.startActiveSpan(`background ${event.constructor.name}`, (span) =>
          this.run(event, scope, span).finally(() => span.end()),
        );
    } else {
      this.counts.dropped += scope.events.length;
      this.logger.warn(`${scope.events.length} background events are dropped: their request failed`, {
        request_id: scope.requestId,
      });
    }
  }

  private async run(event: object, { requestId }: Scope, span: Span): Promise<void> {
    const fields = { request_id: requestId, event: event.constructor.name };
    try {
      await this.emitter.emitAsync(eventName(event), event);
      this.counts.succeeded += 1;
      this.logger.log(`Background event ${event.constructor.name} is done`, fields);
    } catch (error) {
      this.counts.failed += 1;
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      this.logger.error(`Background event ${event.constructor.name} failed: ${String(error)}`, {
        ...fields,
        err: error,
      });
    }
  }
}

async function ended(response: Response): Promise<void> {
  if (response.closed) return;
  await new Promise<void>((resolve) => response.once('finish', resolve).once('close', resolve));
}

/** A client that hangs up early does not undo a request that succeeded. */
function succeeded({ writableEnded, statusCode }: Response): boolean {
  return writableEnded && statusCode < 400;
}
