import { AsyncLocalStorage } from 'node:async_hooks';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Response } from 'express';
import { Config } from '../config/config.js';
import { endsWithin } from '../timing/within.js';
import { eventName } from './on-background-event.js';

/** Spans of background events join the trace of their request. They cost nothing when tracing is off. */
const tracer = trace.getTracer('celeriac');

/** The background events of one request. */
interface Scope {
  readonly requestId: string;
  readonly response: Response;
  readonly events: BackgroundEvent[];
  /** Settles when the events have been handled; set by the first one. */
  handling?: Promise<void>;
}

/** Work for after the response. The name is that of its log lines and its span. */
interface BackgroundEvent {
  readonly name: string;
  readonly handle: () => unknown;
}

/**
 * Runs short work in this process after the response, like FastAPI's BackgroundTasks.
 *
 * `run` and `add` collect events during a request. After a successful response they run in order, and the failure of one
 * does not stop the next. When the request fails, none runs. Shutdown waits for them up to SHUTDOWN_TIMEOUT_MS. They are
 * lost when the process dies: work that must happen belongs in a task, not in a background event.
 *
 * Requests to controllers that inject this class can have events, and those to routes with `@WithBackgroundEvents()`.
 */
@Injectable()
export class BackgroundTasks implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BackgroundTasks.name);
  private readonly scopes = new AsyncLocalStorage<Scope>();
  private readonly open = new Set<Promise<void>>();
  /** Number of open scopes. */
  private inside = 0;
  /** Counts since the process started. `dropped`: the request failed, or the process stopped first. */
  readonly counts = { succeeded: 0, failed: 0, dropped: 0 };

  constructor(
    private readonly emitter: EventEmitter2,
    private readonly config: Config,
  ) {}

  /** The id of the current request, or of the request whose background event is being handled. */
  get requestId(): string | undefined {
    return this.scopes.getStore()?.requestId;
  }

  /** Opens the scope of a request. Everything started by `next` runs in it. */
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
   * Runs an action after the response: `run('send welcome', () => this.mailer.send(mail))`.
   *
   * @param name of its log lines and its span, the same each time
   * @throws Error outside such a request, which is a programming error
   */
  run(name: string, action: () => unknown): void {
    const scope = this.scopes.getStore();
    if (scope === undefined)
      throw new Error(
        `The background event ${name} belongs to no request. Inject BackgroundTasks into the controller of the route, ` +
          'decorate the route with @WithBackgroundEvents(), or submit a task instead.',
      );
    scope.events.push({ name, handle: action });
    scope.handling ??= this.track(this.afterResponse(scope));
  }

  /**
   * Queues an event for the method decorated with `@OnBackgroundEvent(its class)`, which runs after the response.
   *
   * @throws Error outside such a request, or when the event has no handler: both are programming errors
   */
  add(event: object): void {
    const { name } = event.constructor;
    if (this.emitter.listenerCount(eventName(event)) === 0)
      throw new Error(
        `No handler for ${name}: decorate a provider's method with @OnBackgroundEvent(${name}), or use run().`,
      );
    this.run(name, () => this.emitter.emitAsync(eventName(event), event));
  }

  /** Waits for open events. Events that do not finish in time are counted as dropped and logged. */
  async beforeApplicationShutdown(): Promise<void> {
    if (await endsWithin(this.settled(), this.config.shutdownTimeoutMs)) return;
    this.counts.dropped += this.open.size;
    this.logger.error(`Stopping before the background events of ${this.open.size} requests are done`);
  }

  /** Resolves when no event is open, including events added in the meantime. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  private track(work: Promise<void>): Promise<void> {
    this.open.add(work);
    return work.finally(() => this.open.delete(work));
  }

  /**
   * Disables the storage when the last scope ends; the next scope enables it again. Needed until Node 24: before, an
   * enabled AsyncLocalStorage slows down every promise in the process and costs a third of the request throughput.
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
        await tracer.startActiveSpan(`background ${event.name}`, (span) =>
          this.handle(event, scope, span).finally(() => span.end()),
        );
    } else {
      this.counts.dropped += scope.events.length;
      this.logger.warn(`Dropped ${scope.events.length} background events: their request failed`, {
        request_id: scope.requestId,
      });
    }
  }

  private async handle({ name, handle }: BackgroundEvent, { requestId }: Scope, span: Span): Promise<void> {
    const fields = { request_id: requestId, event: name };
    try {
      await handle();
      this.counts.succeeded += 1;
      this.logger.log(`Background event ${name} is done`, fields);
    } catch (error) {
      this.counts.failed += 1;
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      this.logger.error(`Background event ${name} failed: ${String(error)}`, { ...fields, err: error });
    }
  }
}

async function ended(response: Response): Promise<void> {
  if (response.closed) return;
  await new Promise<void>((resolve) => response.once('finish', resolve).once('close', resolve));
}

/** A request that succeeded stays successful when its client disconnects early. */
function succeeded({ writableEnded, statusCode }: Response): boolean {
  return writableEnded && statusCode < 400;
}
