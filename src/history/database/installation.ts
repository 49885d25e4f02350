import { Injectable, Logger } from '@nestjs/common';
import { Broker, HistoryUnavailableError, Keys } from '../../core/index.js';
import { HistoryDatabase, type Session } from './history-database.js';

/** An installation that has not written for so long has ended, or has lost its data in Redis. */
const GONE_S = 60;

const CREATE = `INSERT INTO installation (prefix, data_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const CURRENT = `
SELECT prefix, data_id AS "dataId", seen_at < now() - interval '${GONE_S} s' AS "isGone" FROM installation FOR UPDATE`;
const SEEN = `UPDATE installation SET data_id = $1, seen_at = now()`;
/** New data is read from its beginning; tasks that are stored already are not stored twice. */
const BEGIN_AGAIN = `UPDATE recorder_walk SET finished_on = 0, id = '', complete_until = 0`;

interface Row {
  readonly prefix: string;
  readonly dataId: string;
  readonly isGone: boolean;
}

/** Data in Redis. */
interface Data {
  readonly id: string;
  /** The id of the data that was lost before; null if none was. */
  readonly previous: string | null;
}

/**
 * Makes sure that only one installation uses the database: another one would show tasks of this one as its own, and both
 * would move the same positions. An installation is known by REDIS_PREFIX and by the id of its data in Redis. After
 * Redis was emptied or replaced, the new data continues the history.
 */
@Injectable()
export class Installation {
  private readonly logger = new Logger('History');

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    database: HistoryDatabase,
  ) {
    database.guardWith((session) => this.check(session));
  }

  /**
   * @param session in a transaction
   * @throws HistoryUnavailableError if the database belongs to another installation
   */
  async check(session: Session): Promise<void> {
    const data = await this.data();
    if (data !== undefined) await session.query(CREATE, [this.broker.prefix, data.id]);
    const [row] = await session.query<Row>(CURRENT);
    if (row === undefined) return;
    if (row.prefix !== this.broker.prefix) throw otherPrefix(row.prefix, this.broker.prefix);
    if (data === undefined) return;
    const isContinued = row.dataId === data.id;
    if (!isContinued && row.dataId !== data.previous && !row.isGone) throw otherData(row.prefix);
    await session.query(SEEN, [data.id]);
    if (isContinued) return;
    await session.query(BEGIN_AGAIN);
    this.logger.warn('Redis has other data than before: the history continues with what it has now');
  }

  /** undefined if the broker does not answer, or its data has no id yet. */
  private async data(): Promise<Data | undefined> {
    const { producer } = this.broker;
    const reading = Promise.all([
      producer.get(this.keys.dataId),
      producer.hget(this.keys.dataLoss, 'previous'),
    ]);
    const [id, previous] = await this.broker.ask(reading).catch(() => [null, null] as const);
    return id === null ? undefined : { id, previous };
  }
}

function otherPrefix(prefix: string, own: string): HistoryUnavailableError {
  return new HistoryUnavailableError(
    `The database of HISTORY_URL belongs to the installation with REDIS_PREFIX=${prefix}, and this one has ` +
      `REDIS_PREFIX=${own}: give each a database of its own. If the prefix was changed: ` +
      `UPDATE installation SET prefix = '${own}'`,
  );
}

function otherData(prefix: string): HistoryUnavailableError {
  return new HistoryUnavailableError(
    `The database of HISTORY_URL is in use by another installation with REDIS_PREFIX=${prefix} on another Redis: give ` +
      `each a database of its own. If Redis was replaced, recording continues after ${GONE_S} s`,
  );
}
