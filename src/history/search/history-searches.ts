import { Injectable } from '@nestjs/common';
import {
  type Condition,
  type FullTask,
  type HistorySearch,
  SearchTooBroadError,
  type TaskCount,
  madeAt,
} from '../../core/index.js';
import { sqlStateOf } from '../database/database-errors.js';
import { HistoryDatabase } from '../database/history-database.js';
import { type TaskRow, fullTaskOf } from '../rows/task-row.js';
import { lowestId } from '../tasks/partitions.js';
import { TextIndex } from './text-index.js';
import { planCostOf, planRowsOf } from './plans.js';
import { idTimesOf } from './times-sql.js';
import { type Statement, type Way, countSql, planSql, searchSql, waysOf } from './search-sql.js';

/** Tasks are counted up to here; of more, their number is estimated. */
const MOST_COUNTED = 10_000;
/** A count is worth no more time. */
const COUNT_MS = 1_000;
/** In PostgreSQL's units: minutes of work, of which the time limit would only waste its part. */
const MOST_COST = 20_000_000;
/** In the same units: not worth two statements. */
const LITTLE_COST = 2_000;
/** Tasks to look at before an index is used. */
const LOOKED_AT = 5_000;
/** If so many of them fit, it is worth to look at more, up to a limit. */
const WORTH_MORE = 5;
const MOST_LOOKED_AT = 100_000;
/** A page is mostly full with tasks of so many days. */
const LATEST_MS = 31 * 86_400_000;
/** A statement took longer than its limit. */
const TIMEOUT = '57014';

const TOO_BROAD =
  'The search takes too long: too many tasks would have to be looked at. Narrow it by time (created:>-1d), status, name, ' +
  'tag or an exact value, or search for longer parts of texts.';

/** Finds and counts tasks in PostgreSQL. */
@Injectable()
export class HistorySearches {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly textIndex: TextIndex,
  ) {}

  /**
   * @throws SearchTooBroadError
   * @throws HistoryUnavailableError
   */
  async search(search: HistorySearch): Promise<FullTask[]> {
    const hasTextIndex = await this.textIndex.isThere();
    const kinds = waysOf(search, hasTextIndex);
    if (kinds.includes('walk'))
      return (await this.rowsBy({ kind: 'walk' }, search, hasTextIndex)).map(foundTaskOf);
    const looked = kinds.includes('look') ? await this.look(search, hasTextIndex) : [];
    const rows = looked.length >= search.limit ? looked : await this.collect(search, hasTextIndex);
    return rows.map(foundTaskOf);
  }

  /** Looks at the first tasks, and at more of them if some fit: then it costs less than to collect all that do. */
  private async look(search: HistorySearch, hasTextIndex: boolean): Promise<readonly SearchRow[]> {
    const rows = await this.rowsBy({ kind: 'look', most: LOOKED_AT }, search, hasTextIndex);
    if (rows.length >= search.limit || rows.length < WORTH_MORE) return rows;
    const most = Math.ceil((2 * LOOKED_AT * search.limit) / rows.length);
    return most > MOST_LOOKED_AT ? rows : this.rowsBy({ kind: 'look', most }, search, hasTextIndex);
  }

  /** The latest tasks first, which are in other partitions than most, if only they fill the page. */
  private async collect(search: HistorySearch, hasTextIndex: boolean): Promise<readonly SearchRow[]> {
    const cost = planCostOf(await this.planOf(search.conditions, hasTextIndex));
    if (cost > MOST_COST) throw new SearchTooBroadError(TOO_BROAD);
    if (search.sort !== 'created' || search.order !== 'desc' || cost < LITTLE_COST)
      return this.rowsBy({ kind: 'collect' }, search, hasTextIndex);
    const from = lowestId(Math.max(0, latestOf(search) - LATEST_MS));
    const latest = await this.rowsBy({ kind: 'collect', from }, search, hasTextIndex);
    const limit = search.limit - latest.length;
    if (limit === 0) return latest;
    const others = await this.rowsBy({ kind: 'collect', before: from }, { ...search, limit }, hasTextIndex);
    return [...latest, ...others];
  }

  private rowsBy(way: Way, search: HistorySearch, hasTextIndex: boolean): Promise<readonly SearchRow[]> {
    return this.rowsOf(searchSql(search, way, hasTextIndex));
  }

  /** @throws HistoryUnavailableError */
  async count(conditions: readonly Condition[]): Promise<TaskCount> {
    const hasTextIndex = await this.textIndex.isThere();
    const value = await this.countedOf(conditions, hasTextIndex);
    if (value !== undefined && value <= MOST_COUNTED) return { value, relation: 'exact' };
    const estimate = planRowsOf(await this.planOf(conditions, hasTextIndex));
    if (value === undefined || estimate > MOST_COUNTED) return { value: estimate, relation: 'estimate' };
    return { value: MOST_COUNTED, relation: 'at_least' };
  }

  /** undefined if counting takes too long. Everything is not counted at all. */
  private async countedOf(
    conditions: readonly Condition[],
    hasTextIndex: boolean,
  ): Promise<number | undefined> {
    const { text, values } = countSql(conditions, hasTextIndex, MOST_COUNTED + 1);
    try {
      const [row] = await this.database.readWithin<{ readonly count: number }>(COUNT_MS, text, values);
      return row?.count;
    } catch (error) {
      if (sqlStateOf(error) === TIMEOUT) return undefined;
      throw error;
    }
  }

  private async planOf(conditions: readonly Condition[], hasTextIndex: boolean): Promise<unknown> {
    const [row] = await this.rowsOf(planSql(conditions, hasTextIndex));
    return row?.['QUERY PLAN'];
  }

  private async rowsOf({ text, values }: Statement): Promise<readonly SearchRow[]> {
    try {
      return await this.database.read<SearchRow>(text, values);
    } catch (error) {
      if (sqlStateOf(error) === TIMEOUT) throw new SearchTooBroadError(TOO_BROAD, { cause: error });
      throw error;
    }
  }
}

/** The time of the first task that may be found, in ms since 1970. */
function latestOf({ after, conditions }: HistorySearch): number {
  const { to } = idTimesOf(conditions) ?? { to: Infinity };
  return Math.min(Date.now(), to, after === undefined ? Infinity : madeAt(after.id));
}

type SearchRow = TaskRow & { readonly is_result_left_out?: boolean };

function foundTaskOf(row: SearchRow): FullTask {
  const { task, payload } = fullTaskOf(row);
  if (row.is_result_left_out !== true) return { task, payload };
  return { task: { ...task, result: null, isResultLeftOut: true }, payload };
}
