/** A message as both brokers carry it: a task, a result, a control command or an event. */
export interface WireMessage {
  /** Facts for the receiver, JSON values. RabbitMQ's own headers are among them. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly properties: WireProperties;
  /** The bytes of the body, without the base64 of a Redis envelope. */
  readonly body: Buffer;
}

/** Facts for the broker. */
export interface WireProperties {
  /** `application/json` for all that is readable here. */
  readonly contentType?: string | undefined;
  /** `utf-8` for JSON. */
  readonly contentEncoding?: string | undefined;
  /** The id of the task. */
  readonly correlationId?: string | undefined;
  /** The queue of a client that reads its results by `rpc://`. Hostile until checked. */
  readonly replyTo?: string | undefined;
  /** 0 to 9. RabbitMQ serves 9 first, Redis 0. */
  readonly priority?: number | undefined;
  /** 2: RabbitMQ keeps the message through a restart. Default: 2. */
  readonly deliveryMode?: 1 | 2 | undefined;
  /** Time after which RabbitMQ drops the message unread, in ms. */
  readonly expirationMs?: number | undefined;
}

/** A message that was taken from a queue. */
export interface Delivery extends WireMessage {
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  /** True if it was delivered before, to whomever. */
  readonly isRedelivered: boolean;
  /** Names this sending, and stays when the message is put back; null on RabbitMQ, which names none. */
  readonly deliveryTag: string | null;
}
