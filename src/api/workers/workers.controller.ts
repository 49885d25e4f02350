import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { WorkerNotFoundError } from '../../core/task/queue.errors.js';
import { WorkerCommands } from '../../core/workers/worker-commands.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { CommandOutcomeDto, WorkerCommandDto, commandOf } from './worker-command.dto.js';
import { WorkerSettingsDto } from './worker-settings.dto.js';
import { EXAMPLE_WORKER_ID, WorkerDto, WorkersDto } from './worker.dto.js';

const SETTINGS_TIMEOUT_MS = 1_000;

/** Worker processes: their state, and commands to them. */
@ApiTags('Workers')
@Controller('workers')
export class WorkersController {
  constructor(
    private readonly directory: WorkerDirectory,
    private readonly commands: WorkerCommands,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listWorkers',
    summary: 'List worker processes with their tasks, counts and load',
    description:
      'Shows each worker as of its last heartbeat, at most 5 s ago. A worker that shuts down properly leaves the list at ' +
      'once.',
  })
  @ApiOkResponse({ type: WorkersDto, description: 'All live workers, and those lost within the last day' })
  @ApiProblems('broker-unavailable')
  async list(): Promise<WorkersDto> {
    return { items: (await this.directory.all()).map((worker) => WorkerDto.of(worker)) };
  }

  @Get(':worker_id')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getWorker', summary: 'Get a worker process' })
  @ApiParam({ name: 'worker_id', description: 'ID of the worker process', example: EXAMPLE_WORKER_ID })
  @ApiOkResponse({ type: WorkerDto, description: 'The worker' })
  @ApiProblems('worker-not-found', 'broker-unavailable')
  async read(@Param('worker_id') id: string): Promise<WorkerDto> {
    const worker = await this.directory.find(id);
    if (worker === undefined) throw new WorkerNotFoundError(id);
    return WorkerDto.of(worker);
  }

  @Get(':worker_id/settings')
  @RequireRole('operator')
  @ApiOperation({
    operationId: 'getWorkerSettings',
    summary: 'Get the settings of a worker process, without secrets',
    description: 'Asks the worker, and waits for up to a second.',
  })
  @ApiParam({ name: 'worker_id', description: 'ID of the worker process', example: EXAMPLE_WORKER_ID })
  @ApiOkResponse({ type: WorkerSettingsDto, description: 'The settings' })
  @ApiProblems('worker-not-found', 'broker-unavailable')
  async settings(@Param('worker_id') id: string): Promise<WorkerSettingsDto> {
    if ((await this.directory.find(id)) === undefined) throw new WorkerNotFoundError(id);
    const asked = this.commands.send(id, { command: 'settings' }, SETTINGS_TIMEOUT_MS);
    return WorkerSettingsDto.of(id, await asked);
  }

  @Post(':worker_id/commands')
  @RequireRole('operator')
  @Audited('worker.command', 'command', 'queue', 'concurrency', 'level', 'module')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'sendWorkerCommand',
    summary: 'Send a command to one worker or to all',
    description:
      'Returns when all workers have replied, or after `timeout_ms`. A worker that does not receive the command in ' +
      'that time never carries it out later.',
  })
  @ApiParam({ name: 'worker_id', description: 'ID of the worker process, or `_all`', example: '_all' })
  @ApiOkResponse({ type: CommandOutcomeDto, description: 'Replies, and the workers that did not reply' })
  @ApiProblems('validation', 'worker-not-found', 'broker-unavailable')
  async command(@Param('worker_id') id: string, @Body() body: WorkerCommandDto): Promise<CommandOutcomeDto> {
    refuseUnknownQueue(this.queues, body.queue, { pointer: '/queue' });
    const { command, timeoutMs } = commandOf(body);
    return CommandOutcomeDto.of(await this.commands.send(id, command, timeoutMs));
  }
}
