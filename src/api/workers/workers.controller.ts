import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { WorkerNotFoundError } from '../../core/task/queue.errors.js';
import { WorkerCommands } from '../../core/workers/worker-commands.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { CommandOutcomeDto, WorkerCommandDto, commandOf } from './worker-command.dto.js';
import { EXAMPLE_WORKER_ID, WorkerDto, WorkersDto } from './worker.dto.js';

/** The worker processes: how they are, and what they are told. */
@ApiTags('Operations')
@Controller('workers')
export class WorkersController {
  constructor(
    private readonly directory: WorkerDirectory,
    private readonly commands: WorkerCommands,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listWorkers',
    summary: 'List the worker processes: what they run, what they have done, how they are',
    description:
      'As each said of itself within the last 5 s. One that stops in order leaves the list at once.',
  })
  @ApiOkResponse({ type: WorkersDto, description: 'Every worker that there is, or was lost within a day' })
  @ApiProblems('broker-unavailable')
  async list(): Promise<WorkersDto> {
    return { items: (await this.directory.all()).map((worker) => WorkerDto.of(worker)) };
  }

  @Get(':worker_id')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getWorker', summary: 'Read how a worker process is' })
  @ApiParam({ name: 'worker_id', description: 'of the process', example: EXAMPLE_WORKER_ID })
  @ApiOkResponse({ type: WorkerDto, description: 'The worker' })
  @ApiProblems('worker-not-found', 'broker-unavailable')
  async read(@Param('worker_id') id: string): Promise<WorkerDto> {
    const worker = await this.directory.find(id);
    if (worker === undefined) throw new WorkerNotFoundError(id);
    return WorkerDto.of(worker);
  }

  @Post(':worker_id/commands')
  @RequireRole('operator')
  @Audited('worker.command', 'command', 'queue', 'concurrency', 'level', 'module')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'sendWorkerCommand',
    summary: 'Tell a worker what to do, or all of them, and collect their replies',
    description:
      'Ends when all have replied, or after `timeout_ms`. A worker that does not hear the command now never carries it out later.',
  })
  @ApiParam({ name: 'worker_id', description: 'of the process; `_all` for every one', example: '_all' })
  @ApiOkResponse({ type: CommandOutcomeDto, description: 'Who did what, and who did not reply' })
  @ApiProblems('validation', 'worker-not-found', 'broker-unavailable')
  async command(@Param('worker_id') id: string, @Body() body: WorkerCommandDto): Promise<CommandOutcomeDto> {
    const { command, timeoutMs } = commandOf(body);
    return CommandOutcomeDto.of(await this.commands.send(id, command, timeoutMs));
  }
}
