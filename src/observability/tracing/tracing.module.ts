import { Module } from '@nestjs/common';
import { ExecutionModule } from '../../worker/execution.module.js';
import { AttemptSpans } from './attempt-spans.js';

/** Adds attempts to a worker's traces. */
@Module({ imports: [ExecutionModule], providers: [AttemptSpans] })
export class TracingModule {}
