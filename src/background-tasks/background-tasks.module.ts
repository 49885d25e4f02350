import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import type { NextFunction, Request, Response } from 'express';
import { addLogFields } from '../logging/log-fields.js';
import { BackgroundTasks } from './background-tasks.js';

@Module({
  imports: [EventEmitterModule.forRoot()],
  providers: [BackgroundTasks],
  exports: [BackgroundTasks],
})
export class BackgroundTasksModule implements NestModule {
  constructor(private readonly backgroundTasks: BackgroundTasks) {
    addLogFields(() => {
      const { requestId } = backgroundTasks;
      return requestId === undefined ? undefined : { request_id: requestId };
    });
  }

  configure(consumer: MiddlewareConsumer): void {
    const openScope = (_request: Request, response: Response, next: NextFunction) =>
      this.backgroundTasks.enter(String(response.getHeader('X-Request-Id') ?? ''), response, next);
    consumer.apply(openScope).forRoutes('{*path}');
  }
}
