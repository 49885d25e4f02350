import { CeleryBroker, CeleryUnavailableError } from '../../src/bridges/celery/broker/celery-broker.js';
import { CeleryResults } from '../../src/bridges/celery/broker/celery-results.js';
import type { CeleryCall } from '../../src/bridges/celery/calls/celery-call.js';
import { type CanvasEnd, CanvasSteps } from '../../src/bridges/celery/canvas/canvas-steps.js';
import type { ResultMeta, ResultTuple } from '../../src/bridges/celery/protocol/result-meta.js';
import type { WireMessage } from '../../src/bridges/celery/protocol/wire-message.js';

/** A result backend in memory, which can be away. */
export class FakeResults extends CeleryResults {
  override readonly chords = undefined;
  override readonly replyTo = null;
  override readonly problem = undefined;
  readonly stored: ResultMeta[] = [];
  /** Returns true for states that cannot be stored now. */
  isAway: (meta: ResultMeta) => boolean = () => false;
  /** Awaited before a state is stored. */
  before: (meta: ResultMeta) => Promise<void> = () => Promise.resolve();

  override connect = () => Promise.resolve();
  override close = () => Promise.resolve();
  override expect = () => Promise.reject(new Error('nothing is expected'));

  override async store(meta: ResultMeta): Promise<void> {
    await this.before(meta);
    if (this.isAway(meta)) throw new CeleryUnavailableError('the backend is away');
    this.stored.push(meta);
  }

  /** The states of a task in their order. */
  statesOf(id: string): string[] {
    return this.stored.filter((meta) => meta.id === id).map(({ state }) => state);
  }
}

/** A broker that only takes events. */
export class FakeBroker extends CeleryBroker {
  override readonly facts = {
    ...{ hostname: 'broker.test', port: 1, userId: null, virtualHost: '/' },
    ...({ transport: 'redis', isEncrypted: false } as const),
  };
  override readonly problem = undefined;
  override readonly reconnects = 0;
  readonly events: Record<string, unknown>[] = [];
  readonly routingKeys: string[] = [];
  isAway = false;

  override connect = () => Promise.resolve();
  override close = () => Promise.resolve();
  override take = (..._given: Parameters<CeleryBroker['take']>): Promise<void> => Promise.resolve();
  override stopTaking = () => Promise.resolve();
  override send = () => Promise.resolve();
  override reply = () => Promise.resolve();
  override hearControl = () => Promise.resolve();
  override broadcastControl = () => Promise.resolve();
  override answerControl = () => Promise.resolve();

  override publishEvent(routingKey: string, { body }: WireMessage): Promise<void> {
    if (this.isAway) return Promise.reject(new CeleryUnavailableError('the broker is away'));
    this.routingKeys.push(routingKey);
    this.events.push(...[JSON.parse(body.toString()) as Record<string, unknown>].flat());
    return Promise.resolve();
  }

  /** The events of a task in their order. */
  typesOf(uuid: string): unknown[] {
    return this.events.filter((event) => event['uuid'] === uuid).map(({ type }) => type);
  }
}

/** A canvas that records what is asked of it. */
export class FakeCanvas extends CanvasSteps {
  readonly calls: string[] = [];
  children: readonly ResultTuple[] = [];
  /** True: what follows a result cannot be done now. */
  isAway = false;

  override succeeded({ id }: CeleryCall, value: unknown): Promise<readonly ResultTuple[]> {
    this.calls.push(`${id} succeeded with ${JSON.stringify(value)}`);
    return Promise.resolve(this.children);
  }

  override ended({ id }: CeleryCall, { state }: CanvasEnd): Promise<void> {
    if (this.isAway) return Promise.reject(new CeleryUnavailableError('the broker is away'));
    this.calls.push(`${id} ended as ${state}`);
    return Promise.resolve();
  }
}

/** A call as the ingress keeps it. */
export function celeryCall(id: string, values: Partial<CeleryCall> = {}): CeleryCall {
  return {
    ...{ id, task: 'test.bridged', rootId: id, parentId: null, group: null, groupIndex: null, retries: 0 },
    ...{ ignoreResult: false, replyTo: null, priority: 0, etaAt: null, expiresAt: null, softLimitMs: null },
    ...{ hardLimitMs: null, embed: { callbacks: [], errbacks: [], chain: [], chord: null }, stamps: {} },
    ...{ queue: 'celery', argsRepr: "('good',)", kwargsRepr: '{}', args: ['good'], kwargs: {} },
    ...values,
  };
}
