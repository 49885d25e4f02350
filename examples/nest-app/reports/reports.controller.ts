import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { TaskQueue, type TaskStatus, TaskStore, undefinedIfNotFound } from '../../../src/core/index.js';
import { ReportOrder, WriteReportTask } from './write-report.task.js';

@Controller('reports')
export class ReportsController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly taskStore: TaskStore,
  ) {}

  @Post()
  @HttpCode(202)
  async order(@Body() order: ReportOrder): Promise<{ id: string }> {
    const { id } = await this.taskQueue.submit(WriteReportTask, order);
    return { id };
  }

  @Get(':id')
  async read(
    @Param('id') id: string,
  ): Promise<{ status: TaskStatus; report: unknown; writtenBy: string | null }> {
    const task = await this.taskStore.find(id).catch(undefinedIfNotFound);
    if (task === undefined) throw new NotFoundException(`There is no report ${id}`);
    return { status: task.status, report: task.result, writtenBy: task.worker };
  }
}
