import { Body, Controller, Logger, Module, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BackgroundTasks } from '../../src/platform/background-tasks/background-tasks.js';
import { BackgroundTasksModule } from '../../src/platform/background-tasks/background-tasks.module.js';
import { RequireRole } from '../../src/api/access/require-role.decorator.js';
import { submitContextOf } from '../../src/api/access/submit-context-of.js';
import { CoreModule, TaskQueue } from '../../src/core/index.js';
import { Boxes, Order, PackOrderTask } from './pack-order.task.js';

@Controller('orders')
export class OrdersController {
  private readonly logger = new Logger('Orders');

  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly backgroundTasks: BackgroundTasks,
  ) {}

  @Post()
  @RequireRole('submitter')
  async take(@Body() order: Order, @Req() request: Request): Promise<{ task_id: string }> {
    const { id } = await this.taskQueue.submit(PackOrderTask, order, {}, submitContextOf(request));
    this.backgroundTasks.run('note order', () => this.logger.log(`Order ${id} is taken`));
    return { task_id: id };
  }
}

@Module({
  imports: [CoreModule, BackgroundTasksModule],
  controllers: [OrdersController],
  providers: [PackOrderTask, Boxes],
})
export class OrdersModule {}
