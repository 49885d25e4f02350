import { NamedError } from '../../../platform/errors/named-error.js';
import type { Delivery, WireMessage } from '../protocol/wire-message.js';

/** A message that this process has taken, until it is acknowledged or given back. */
export interface Taken extends Delivery {
  /** Removes it from the broker: the task is stored, or was refused. */
  readonly acknowledge: () => Promise<void>;
  /** Returns it to its place, for whoever takes it next. */
  readonly giveBack: () => Promise<void>;
}

/** Receives the messages of one turn. The next are taken when it resolves. Never rejects. */
export type TakeMessages = (messages: readonly Taken[]) => Promise<void>;

/** The address of the client that waits for the replies to a control command. */
export interface ControlAddress {
  readonly exchange: string;
  readonly routingKey: string;
}

/** Facts of the connection that `celery inspect stats` shows. */
export interface BrokerFacts {
  readonly hostname: string;
  readonly port: number;
  readonly userId: string | null;
  readonly virtualHost: string;
  readonly transport: 'redis' | 'amqp';
  readonly isEncrypted: boolean;
}

/**
 * Celery's broker: Redis or RabbitMQ. It reconnects by itself, for ever; while it is away, `send` and its like reject
 * with CeleryUnavailableError, and nothing is taken. Implemented by `redis` and `rabbitmq`; this class is the token.
 */
export abstract class CeleryBroker {
  abstract readonly facts: BrokerFacts;
  /** Undefined while the connection stands, else why it does not, as a sentence without passwords. */
  abstract readonly problem: string | undefined;
  /** Number of times that the connection was made again. */
  abstract readonly reconnects: number;

  /** Connects. Resolves after the first connection, or after a second without one: it goes on trying. */
  abstract connect(): Promise<void>;
  /** Ends all connections. */
  abstract close(): Promise<void>;

  /** Takes messages of these queues, until `stopTaking`. Called again with other queues by `add_consumer`. */
  abstract take(queues: readonly string[], take: TakeMessages): Promise<void>;
  /** Stops taking, and waits for the turn in progress. The backlog stays where it is. */
  abstract stopTaking(): Promise<void>;

  /**
   * Sends a task. Resolves when the broker has it for certain.
   *
   * @throws UnroutableError if RabbitMQ has no such queue; CeleryUnavailableError
   */
  abstract send(queue: string, message: WireMessage): Promise<void>;
  /** Sends a result to an `rpc://` client. A client that is gone is no error. */
  abstract reply(replyTo: string, message: WireMessage): Promise<void>;

  /** Hears the control commands of clients and of Python's workers. */
  abstract hearControl(hear: (message: WireMessage) => void): Promise<void>;
  /** Broadcasts a control command to all workers, Python's too. */
  abstract broadcastControl(message: WireMessage): Promise<void>;
  /** Answers a control command. A client that is gone is no error. */
  abstract answerControl(address: ControlAddress, message: WireMessage): Promise<void>;

  /** @param routingKey `worker.heartbeat`, `task.multi` */
  abstract publishEvent(routingKey: string, message: WireMessage): Promise<void>;
}

/** The broker or the result backend does not answer. */
export class CeleryUnavailableError extends NamedError {}

/** No queue has the name that a task was sent to. */
export class UnroutableError extends NamedError {
  constructor(readonly queue: string) {
    super(`Celery's broker has no queue ${JSON.stringify(queue)}`);
  }
}
