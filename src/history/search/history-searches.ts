import { Injectable } from '@nestjs/common';
import {
  type Condition,
  type FullTask,
  type HistorySearch,
  SearchTooBroadError,
  type TaskCount,
} from '../../core/index.js';
import { sqlStateOf } from '../database/database-errors.js';
import { HistoryDatabase } from '../database/history-database.js';
import { type TaskRow, fullTaskOf } from '../rows/task-row.js';
import { TextIndex } from './text-index.js';
import { planCostOf, planRowsOf } from './plans.js';
import { type Statement, countSql, planSql, searchSql, waysOf } from './search-sql.js';

/** Tasks are counted up to here; of more, their number is estimated. */
const MOST_COUNTED = 10_000;
/** A count is worth no more time. */
const COUNT_MS = 1_000;
/** In PostgreSQL's units: minutes of work, of which the time limit would only waste its part. */
const MOST_COST = 20_000_000;
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
    let rows: readonly SearchRow[] = [];
    for (const way of waysOf(search, hasTextIndex)) {
      if (way === 'collect') await this.refuseHopeless(search.conditions, hasTextIndex);
      rows = await this.rowsOf(searchSql(search, way, hasTextIndex));
      if (rows.length >= search.limit) break;
    }
    return rows.map(foundTaskOf);
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

  private async refuseHopeless(conditions: readonly Condition[], hasTextIndex: boolean): Promise<void> {
    if (planCostOf(await this.planOf(conditions, hasTextIndex)) > MOST_COST)
      throw new SearchTooBroadError(TOO_BROAD);
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

type SearchRow = TaskRow & { readonly is_result_left_out?: boolean };

function foundTaskOf(row: SearchRow): FullTask {
  const { task, payload } = fullTaskOf(row);
  if (row.is_result_left_out !== true) return { task, payload };
  return { task: { ...task, result: null, isResultLeftOut: true }, payload };
}
