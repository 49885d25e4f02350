import { Egress } from './egress.js';
import { EndTeller } from './end-teller.js';
import { LiveStates } from './live-states.js';
import { OpenCalls } from './open-calls.js';
import { SettledEnds } from './settled-ends.js';
import { StateTeller } from './state-teller.js';
import { TaskTeller } from './task-teller.js';
import { Turns } from './turns.js';

/** The providers of this room. */
export const egressServices = [
  Egress,
  EndTeller,
  LiveStates,
  OpenCalls,
  SettledEnds,
  StateTeller,
  TaskTeller,
  Turns,
] as const;

/** Those that start and stop with the bridge, in this order. */
export const egressParts = [LiveStates, Egress] as const;
