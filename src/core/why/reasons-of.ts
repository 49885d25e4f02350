import { closedReasons, pauseReasons, queueReasons } from './queue-reasons.js';
import { type Reason, reasonCodes } from './reason.js';
import { finalReasons, runningReasons } from './running-reasons.js';
import { nextReasons, sideReasons } from './side-reasons.js';
import type { Situation } from './situation.js';
import { typeReasons } from './type-reasons.js';
import { waitingReasons } from './waiting-reasons.js';
import { workerReasons } from './worker-reasons.js';

/** All reasons for a task's state: first those that hold it, then those that matter besides. Never empty. */
export function reasonsOf(situation: Situation): Reason[] {
  const final = finalReasons(situation);
  if (final.length > 0) return final;
  const running = runningReasons(situation);
  const own = running.length > 0 ? running : holding(situation);
  const found = [...own, ...sideReasons(situation), ...closedReasons(situation)];
  return found.sort((a, b) => reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code));
}

function holding(situation: Situation): Reason[] {
  const found = [
    ...waitingReasons(situation),
    ...pauseReasons(situation),
    ...typeReasons(situation),
    ...workerReasons(situation),
    ...queueReasons(situation),
  ];
  return [...found, ...nextReasons(situation, found)];
}
