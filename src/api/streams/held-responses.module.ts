import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { EventStreams } from './event-streams.js';
import { OpenResponseLimit } from './open-response-limit.js';
import { SubmitAnswer } from './submit-answer.js';

/** For modules whose routes hold a response open: event streams, and submits that wait (`Prefer: wait`). */
@Module({
  imports: [CoreModule],
  providers: [EventStreams, OpenResponseLimit, SubmitAnswer],
  exports: [EventStreams, OpenResponseLimit, SubmitAnswer],
})
export class HeldResponsesModule {}
