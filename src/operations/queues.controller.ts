import { Body, Controller, Get, Param, Patch, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type QueueName, isQueueName, queueNames } from '../config/queue-names.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { Audited } from '../http/audited.decorator.js';
import { Needs } from '../http/needs.decorator.js';
import { QueueControl } from '../queue/queue-control.js';
import { QueueOverview } from '../queue/queue-overview.js';
import { QueueNotFoundError } from '../queue/queue.errors.js';
import { QueueDto, QueueLimitsChangeDto, QueuesDto } from './queue.dto.js';

const NAME = {
  name: 'name',
  description: 'of the queue',
  schema: { type: 'string' as const, enum: [...queueNames], example: 'tasks' },
};

/** The queues: how they are, and how they are worked off. */
@ApiTags('Operations')
@Controller('queues')
export class QueuesController {
  constructor(
    private readonly overview: QueueOverview,
    private readonly control: QueueControl,
  ) {}

  @Get()
  @Needs('viewer')
  @ApiOperation({ summary: 'List the queues: what waits, how long, who works it off, how fast' })
  @ApiOkResponse({ type: QueuesDto, description: 'Every queue' })
  @ApiProblems('broker-unavailable')
  async list(): Promise<QueuesDto> {
    return { items: (await this.overview.all()).map((queue) => QueueDto.of(queue)) };
  }

  @Get(':name')
  @Needs('viewer')
  @ApiOperation({ summary: 'Read how a queue is' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'The queue' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  read(@Param('name') name: string): Promise<QueueDto> {
    return this.look(known(name));
  }

  @Put(':name/pause')
  @Needs('operator')
  @Audited('queue.pause')
  @ApiOperation({
    summary: 'Have no worker start a task of a queue',
    description: 'What runs goes on, and tasks are accepted. Holds until it is resumed, also over restarts.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'It is paused' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  async pause(@Param('name') name: string): Promise<QueueDto> {
    const queue = known(name);
    await this.control.pause(queue);
    return this.look(queue);
  }

  @Put(':name/resume')
  @Needs('operator')
  @Audited('queue.resume')
  @ApiOperation({ summary: 'Have the workers start tasks of a queue again' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'It is not paused' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  async resume(@Param('name') name: string): Promise<QueueDto> {
    const queue = known(name);
    await this.control.resume(queue);
    return this.look(queue);
  }

  @Patch(':name')
  @Needs('operator')
  @Audited('queue.limit', 'concurrency', 'rate')
  @ApiOperation({
    summary: 'Limit how many tasks of a queue run at once, or start in a stretch of time, over all workers',
    description:
      'Holds until it is changed, also over restarts. Limits of a task type (`rateLimit`) hold besides.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({
    type: QueueDto,
    description: 'The limits hold for every task that is started from now on',
  })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async limit(@Param('name') name: string, @Body() change: QueueLimitsChangeDto): Promise<QueueDto> {
    const queue = known(name);
    await this.control.limit(queue, QueueLimitsChangeDto.limitsOf(change));
    return this.look(queue);
  }

  private async look(name: QueueName): Promise<QueueDto> {
    return QueueDto.of(await this.overview.find(name));
  }
}

/** @throws QueueNotFoundError */
function known(name: string): QueueName {
  if (isQueueName(name)) return name;
  throw new QueueNotFoundError(name, queueNames);
}
