import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Condition } from '../../core/query/condition.js';
import { patternOf } from '../../core/query/patterns.js';
import { TaskFinder } from '../../core/search/task-finder.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { finalStatuses } from '../../core/task/task-status.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { TaskRunsDto, TaskRunsQuery, USUAL_RUNS } from './task-runs.dto.js';
import { TASK_TYPE_NAME } from './task-type.dto.js';

/** Lists the last runs of a task type: what is usual for it. */
@ApiTags('Task types')
@Controller('task-types')
export class TaskRunsController {
  constructor(
    private readonly finder: TaskFinder,
    private readonly registry: TaskRegistry,
  ) {}

  @Get(':name/runs')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listTaskRuns',
    summary: 'List the last tasks of a type that have ended, with their durations and percentiles',
    description:
      'For charts, and to show how long a running task usually takes. The list may be incomplete: a search in the ' +
      'broker stops after a quarter of a second.',
  })
  @ApiParam(TASK_TYPE_NAME)
  @ApiOkResponse({ type: TaskRunsDto, description: 'The last tasks' })
  @ApiProblems('validation', 'task-type-not-found', 'broker-unavailable')
  async list(
    @Param('name') name: string,
    @Query() { limit = USUAL_RUNS }: TaskRunsQuery,
  ): Promise<TaskRunsDto> {
    const { options } = this.registry.getOpen(name);
    const conditions = [named([options.name, ...(options.aliases ?? [])]), ENDED];
    const search = { conditions, sort: 'finished', order: 'desc', limit, withPayload: false } as const;
    const { items } = await this.finder.find(search);
    return TaskRunsDto.of(items.map(({ task }) => task));
  }
}

const ENDED: Condition = { kind: 'status', anyOf: finalStatuses, isNegated: false };

function named(names: readonly string[]): Condition {
  const anyOf = names.map((name) => patternOf([name]));
  return { kind: 'text', fields: ['name'], anyOf, orMissing: false, isNegated: false };
}
