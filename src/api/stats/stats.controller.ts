import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NoHistoryError, TaskSeries } from '../../core/stats/task-series.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { needsHistory, seriesWishOf } from './series-wish.js';
import { StatsDto, StatsQuery } from './stats.dto.js';

/** Statistics over time, for charts. */
@ApiTags('Operations')
@Controller('stats')
export class StatsController {
  constructor(
    private readonly series: TaskSeries,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'getStats',
    summary: 'Get statistics over time, by queue, task type or worker',
    description:
      'Statistics by queue for up to 24 hours come from counters in Redis. All others come from the history, and ' +
      'are a 422 without one. They are for charts: a worker that is killed loses the counts of its last seconds.',
  })
  @ApiOkResponse({ type: StatsDto, description: 'The series' })
  @ApiProblems('validation', 'broker-unavailable', 'history-unavailable')
  async read(@Query() query: StatsQuery): Promise<StatsDto> {
    refuseUnknownQueue(this.queues, query.queue, { parameter: 'queue' });
    const wish = seriesWishOf(query);
    const answer = await this.series.read(wish).catch((error: unknown) => {
      throw error instanceof NoHistoryError ? needsHistory(error) : error;
    });
    return StatsDto.of(wish, answer);
  }
}
