/** Apart from fault-tasks.mjs: only a bridge loads what speaks to Celery. */
import { Module } from '@nestjs/common';
import { BridgeModule } from '../../../dist/apps/bridge.module.js';
import { ExecutionModule } from '../../../dist/worker/execution.module.js';
import { faultTasks } from './fault-tasks.mjs';

/** The modules of a Celery bridge, with these tasks. */
export class FaultBridgeModule {}
Module({ imports: [BridgeModule, ExecutionModule], providers: faultTasks })(FaultBridgeModule);
