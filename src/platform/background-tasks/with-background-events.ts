import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
  applyDecorators,
} from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { BackgroundTasks } from './background-tasks.js';

/** Opens the scope in which background events are collected. */
@Injectable()
class EventScope implements NestInterceptor {
  constructor(private readonly backgroundTasks: BackgroundTasks) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return this.backgroundTasks.enter(response, () => next.handle());
  }
}

/**
 * Decorates a route, or a controller, whose code may call `BackgroundTasks.add`, however deep. What is logged in it, and
 * in what handles its events, has the id of the request. Its module imports BackgroundTasksModule.
 */
export function WithBackgroundEvents(): ClassDecorator & MethodDecorator {
  return applyDecorators(UseInterceptors(EventScope));
}
