import type { Socket } from 'node:net';
import { Cluster, type ClusterNode, type ClusterOptions, Command } from 'ioredis';
import { type CircuitBreaker, refuseSilent } from './circuit-breaker.js';
import { replaceForbiddenInfo } from './forbidden-info.js';

type SendCommand = Cluster['sendCommand'];
type HandleError = Cluster['handleError'];

/** How long a command waits before it is tried again after the whole cluster went away. */
const TRY_AGAIN_MS = 200;
/** How often a wait for tasks follows the slot from node to node before it fails. */
const FEW_REDIRECTIONS = 3;

/**
 * A client of a cluster in which all keys of one installation lie in one slot. What names no key (TIME, PING, INFO,
 * PUBLISH) goes to the node that has the slot as well, while it is there: so there is one clock, and INFO tells of the
 * memory that is used.
 */
export class OneSlotCluster extends Cluster {
  private readonly slot: number;
  private readonly commandTimeoutMs: number | undefined;
  /** Ends of connections that were told to close. */
  private leaving: Promise<unknown>[] | undefined;
  private hasEnded = false;

  /**
   * @param keyPrefix what begins every key, with the hash tag that makes the slot
   * @param isPatient a command waits for the cluster for ever; else it fails as soon as it is known to be away
   * @param breaker while it is open, nothing is sent but what makes a connection
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
   * BullMQ ends and renews the connection on which a worker waits. ioredis calls itself closed again, after its end, as
   * each old connection ends, which no one ends any more: so those are waited for, and an end is one.
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

  /** What has come over the connections with all nodes. */
  get bytesRead(): number {
    const streams = this.nodes().map((node) => (node as { stream?: Socket }).stream);
    return streams.reduce((sum, stream) => sum + (stream?.bytesRead ?? 0), 0);
  }

  override sendCommand(...[command, ...where]: Parameters<SendCommand>): ReturnType<SendCommand> {
    if (this.breaker?.isOpen && this.status === 'ready') return refuseSilent(command);
    replaceForbiddenInfo(command);
    // Its own limit starts when a node is found: this one counts the search for it, too.
    if (this.commandTimeoutMs !== undefined) command.setTimeout(this.commandTimeoutMs);
    // Where ioredis keeps the slot that it finds in the keys. Its own look at the state of a cluster goes anywhere.
    if (command.name !== 'cluster' && command.getKeys().length === 0)
      Object.assign(command, { slot: this.slot });
    return super.sendCommand(command, ...where);
  }

  /** A patient one waits as well when every node is gone, where ioredis would give up what is on its way. */
  override handleError(...[error, ttl, handlers]: Parameters<HandleError>): void {
    const isLost = error.message === 'Connection is closed.' && this.status !== 'ready';
    if (this.isPatient && isLost) {
      // The handlers are those of ioredis, which are not typed.
      const { connectionClosed } = handlers as { connectionClosed: () => void };
      setTimeout(connectionClosed, TRY_AGAIN_MS);
    } else super.handleError(error, ttl, handlers);
  }

  /**
   * For BullMQ, which waits for tasks on it and looks after that itself: it gives up a wait that takes too long. A wait
   * that went on without it would take what tells of the next task, with nobody there to hear.
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
