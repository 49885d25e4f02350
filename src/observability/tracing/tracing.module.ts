import { Module } from '@nestjs/common';
import { ExecutionModule } from '../../worker/execution.module.js';
import { AttemptSpans } from './attempt-spans.js';

/** What a worker tells, in traces, of what it executes. */
@Module({ imports: [ExecutionModule], providers: [AttemptSpans] })
export class TracingModule {}
