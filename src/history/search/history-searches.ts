import { Injectable } from '@nestjs/common';
import {
  type Condition,
  type FullTask,
  type HistorySearch,
  SearchTooBroadError,
  type TaskCount,
} from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';

/** Finds and counts tasks in PostgreSQL. */
@Injectable()
export class HistorySearches {
  constructor(protected readonly database: HistoryDatabase) {}

  search(_search: HistorySearch): Promise<FullTask[]> {
    return Promise.reject(new SearchTooBroadError('The history cannot be searched yet'));
  }

  count(_conditions: readonly Condition[]): Promise<TaskCount> {
    return Promise.reject(new SearchTooBroadError('The history cannot be counted yet'));
  }
}
