import { Module } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { defineQueue } from '../../../src/core/index.js';
import { ExecutionModule, TaskProcessor } from '../../../src/worker/index.js';
import { LAB, labTasks } from './lab.tasks.js';

@Processor(LAB)
class LabProcessor extends TaskProcessor {}

/** Serves the `lab.*` tasks one at a time: the cases about order need that. */
@Module({
  imports: [ExecutionModule, defineQueue(LAB, { concurrency: 1 })],
  providers: [LabProcessor, ...labTasks],
})
export class LabModule {}
