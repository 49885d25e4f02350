import type { Socket } from 'node:net';
import { Cluster, type ClusterNode, type ClusterOptions, Command } from 'ioredis';
import { type CircuitBreaker, refuseSilent } from '../circuit-breaker.js';
import { replaceForbiddenInfo } from '../forbidden-info.js';

type SendCommand = Cluster['sendCommand'];
type HandleError = Cluster['handleError'];

/** Delay before a command is retried after the whole cluster has become unavailable. */
const TRY_AGAIN_MS = 200;
/** Maximum number of redirections of a blocking wait for tasks. */
const FEW_REDIRECTIONS = 3;

/**
 * A cluster client for an installation whose keys are all in one slot. Commands without a key (TIME, PING, INFO,
 * PUBLISH) also go to the node that has the slot, while it is available: so there is one clock, and INFO describes the
 * memory in use.
 *
 * It works around these faults of ioredis' cluster client. Once ioredis fixes one, its method here can go. Other code
 * must not depend on this class: use `BrokerClient`.
 *
 * - A command without a key goes to a random node: https://github.com/redis/ioredis/issues/66 (`sendCommand`).
 * - `commandTimeout` starts only when a node is found: https://github.com/redis/ioredis/issues/1604 (`sendCommand`).
 * - Commands fail with "Connection is closed" when all nodes are down, however patient the client is:
 *   https://github.com/redis/ioredis/issues/225 (`handleError`).
 * - The duplicate on which a BullMQ worker waits can get stuck, and nothing renews it (`duplicate`, `connect`,
 *   `disconnect`). Related: https://github.com/taskforcesh/bullmq/issues/4138.
 */
export class OneSlotCluster extends Cluster {
  private readonly slot: number;
  private readonly commandTimeoutMs: number | undefined;
  /** End events of connections that are being closed. */
  private leaving: Promise<unknown>[] | undefined;
  private hasEnded = false;

  /**
   * @param keyPrefix prefix of every key, with the hash tag that determines the slot
   * @param isPatient if true, a command waits for the cluster forever; otherwise it fails as soon as the cluster is
   * known to be unavailable
   * @param breaker while it is open, only commands that make a connection are sent
   */
  constructor(
    private readonly seeds: readonly ClusterNode[],
    options: ClusterOptions,
    private readonly keyPrefix: string,
    private readonly isPatient: boolean,
    private readonly breaker?: CircuitBreaker,
  ) {
    super([...seeds], options);
    this.slot = new Command('get', [keyPrefix]).getSlot();
    this.commandTimeoutMs = options.redisOptions?.commandTimeout;
    this.on('end', () => this.stayEnded((this.hasEnded = true)));
    this.on('close', () => this.stayEnded(this.hasEnded));
  }

  /**
   * BullMQ ends and renews a worker's blocking connection. After its own end, ioredis reports being closed again
   * whenever one of its old connections ends. So these are awaited, and an end stays an end.
   */
  override connect(): Promise<void> {
    const { leaving } = this;
    this.leaving = undefined;
    this.hasEnded = false;
    return leaving ? Promise.all(leaving).then(() => super.connect()) : super.connect();
  }

  override disconnect(reconnect = false): void {
    this.leaving = this.nodes().map((node) => new Promise((resolve) => node.once('end', resolve)));
    super.disconnect(reconnect);
  }

  /** Bytes received over the connections to all nodes. */
  get bytesRead(): number {
    const streams = this.nodes().map((node) => (node as { stream?: Socket }).stream);
    return streams.reduce((sum, stream) => sum + (stream?.bytesRead ?? 0), 0);
  }

  override sendCommand(...[command, ...where]: Parameters<SendCommand>): ReturnType<SendCommand> {
    if (this.breaker?.isOpen && this.status === 'ready') return refuseSilent(command);
    replaceForbiddenInfo(command);
    // The command's own timeout starts when a node is found; this one includes the search.
    if (this.commandTimeoutMs !== undefined) command.setTimeout(this.commandTimeoutMs);
    // The field in which ioredis stores the slot of the keys. Its own queries of the cluster state go to any node.
    if (command.name !== 'cluster' && command.getKeys().length === 0)
      Object.assign(command, { slot: this.slot });
    return super.sendCommand(command, ...where);
  }

  /** A patient client also waits when every node is gone, in which case ioredis would give up pending commands. */
  override handleError(...[error, ttl, handlers]: Parameters<HandleError>): void {
    const isLost = error.message === 'Connection is closed.' && this.status !== 'ready';
    if (this.isPatient && isLost) {
      // These are ioredis' handlers, which are not typed.
      const { connectionClosed } = handlers as { connectionClosed: () => void };
      setTimeout(connectionClosed, TRY_AGAIN_MS);
    } else super.handleError(error, ttl, handlers);
  }

  /**
   * For BullMQ, which waits for tasks on it and handles failures itself: it gives up a wait that takes too long. A wait
   * that continued without it would consume the marker of the next task with nobody to receive it.
   */
  override duplicate(nodes: ClusterNode[] = [], options: ClusterOptions = {}): OneSlotCluster {
    const seeds = nodes.length > 0 ? nodes : this.seeds;
    const impatient = { ...this.options, ...options, maxRedirections: FEW_REDIRECTIONS };
    return new OneSlotCluster(seeds, impatient, this.keyPrefix, false);
  }

  private stayEnded(hasEnded: boolean): void {
    if (hasEnded) this.status = 'end';
  }
}
