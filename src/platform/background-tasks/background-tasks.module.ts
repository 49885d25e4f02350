import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { addLogFields } from '../logging/log-fields.js';
import { BackgroundTasks } from './background-tasks.js';

@Module({
  imports: [EventEmitterModule.forRoot()],
  providers: [BackgroundTasks],
  exports: [BackgroundTasks],
})
export class BackgroundTasksModule {
  constructor(backgroundTasks: BackgroundTasks) {
    addLogFields(() => {
      const { requestId } = backgroundTasks;
      return requestId === undefined ? undefined : { request_id: requestId };
    });
  }
}
