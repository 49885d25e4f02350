import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/index.js';
import { BridgeCounters } from './process/bridge-counters.js';
import { type BridgePart, BridgeParts } from './process/bridge-part.js';
import { canvasServices } from './canvas/canvas-services.js';
import { CeleryBridge } from './process/celery-bridge.js';
import { ConnectionLog } from './connection-log.js';
import { CeleryConnectionsModule } from './connections/connections.module.js';
import { controlParts, controlServices } from './control/control-services.js';
import { egressParts, egressServices } from './egress/egress-services.js';
import { eventParts, eventServices } from './events/event-services.js';
import { Ingress } from './ingress/ingress.js';
import { ingressServices } from './ingress/ingress-services.js';

/** The Celery bridge: takes tasks from Celery's broker, and tells their ends. Loaded by the bridge process only. */
@Module({
  imports: [CoreModule, CeleryConnectionsModule],
  providers: [
    BridgeCounters,
    CeleryBridge,
    ConnectionLog,
    ...canvasServices,
    ...controlServices,
    ...egressServices,
    ...eventServices,
    ...ingressServices,
    {
      provide: BridgeParts,
      // In the order of their start: what answers and tells is ready before what takes.
      inject: [ConnectionLog, ...eventParts, ...egressParts, ...controlParts, Ingress],
      useFactory: (...parts: readonly BridgePart[]) => new BridgeParts(parts),
    },
  ],
  exports: [BridgeCounters, CeleryBridge],
})
export class CeleryBridgeModule {}
