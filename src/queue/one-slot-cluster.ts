import { Cluster, type ClusterNode, type ClusterOptions, Command } from 'ioredis';
import { BrokerSilentError, type CircuitBreaker } from './circuit-breaker.js';

type SendCommand = Cluster['sendCommand'];
type HandleError = Cluster['handleError'];

/** How long a command waits before it is tried again after the whole cluster went away. */
const TRY_AGAIN_MS = 200;

/**
 * A client of a cluster in which all keys of one installation lie in one slot. What names no key (TIME, PING, INFO,
 * PUBLISH) goes to the node that has the slot as well, not to any one: so there is one clock, a PING tells about the
 * node that is needed, and INFO about the memory that is used.
 */
export class OneSlotCluster extends Cluster {
  private readonly slot: number;
  private readonly commandTimeoutMs: number | undefined;

  /**
   * @param keyPrefix what begins every key, with the hash tag that makes the slot
   * @param isPatient a command waits for the cluster for ever; else it fails as soon as it is known to be away
   * @param breaker while it is open, nothing is sent
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
  }

  override sendCommand(...[command, ...where]: Parameters<SendCommand>): ReturnType<SendCommand> {
    if (this.breaker?.isOpen) {
      command.reject(new BrokerSilentError());
      return command.promise;
    }
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

  override duplicate(nodes: ClusterNode[] = [], options: ClusterOptions = {}): OneSlotCluster {
    const seeds = nodes.length > 0 ? nodes : this.seeds;
    return new OneSlotCluster(seeds, { ...this.options, ...options }, this.keyPrefix, this.isPatient);
  }
}
