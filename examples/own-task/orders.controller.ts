import { Body, Controller, Injectable, Logger, Module, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BackgroundTasks } from '../../src/platform/background-tasks/background-tasks.js';
import { BackgroundTasksModule } from '../../src/platform/background-tasks/background-tasks.module.js';
import { OnBackgroundEvent } from '../../src/platform/background-tasks/on-background-event.js';
import { WithBackgroundEvents } from '../../src/platform/background-tasks/with-background-events.js';
import { RequireRole } from '../../src/api/access/require-role.decorator.js';
import { submitContextOf } from '../../src/api/access/submit-context-of.js';
import { CoreModule, TaskQueue } from '../../src/core/index.js';
import { Boxes, Order, PackOrderTask } from './pack-order.task.js';

export class OrderTaken {
  constructor(readonly id: string) {}
}

@Injectable()
export class OrderLog {
  private readonly logger = new Logger('Orders');

  @OnBackgroundEvent(OrderTaken)
  note({ id }: OrderTaken): void {
    this.logger.log(`Order ${id} is taken`);
  }
}

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly backgroundTasks: BackgroundTasks,
  ) {}

  @Post()
  @RequireRole('submitter')
  @WithBackgroundEvents()
  async take(@Body() order: Order, @Req() request: Request): Promise<{ task_id: string }> {
    const { id } = await this.taskQueue.submit(PackOrderTask, order, {}, submitContextOf(request));
    this.backgroundTasks.add(new OrderTaken(id));
    return { task_id: id };
  }
}

@Module({
  imports: [CoreModule, BackgroundTasksModule],
  controllers: [OrdersController],
  providers: [PackOrderTask, Boxes, OrderLog],
})
export class OrdersModule {}
