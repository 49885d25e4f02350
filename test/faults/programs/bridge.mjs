/** The normal Celery bridge with the additional tasks of fault-tasks.mjs. */
import { startBridge } from '../../../dist/apps/bridge-app.js';
import { runProcess } from '../../../dist/apps/process.js';
import { FaultBridgeModule } from './fault-bridge.mjs';

await runProcess('celeriac-bridge', () => startBridge(FaultBridgeModule));
