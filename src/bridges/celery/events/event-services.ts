import { EventNodes } from './event-nodes.js';
import { EventPublisher } from './event-publisher.js';
import { EventSwitch } from './event-switch.js';
import { FaceLease } from './face-lease.js';
import { LamportClock } from './lamport-clock.js';
import { NodeEvents } from './node-events.js';
import { OtherTasks } from './other-tasks.js';
import { TaskEvents } from './task-events.js';

/** The providers of this room. */
export const eventServices = [
  EventNodes,
  EventPublisher,
  EventSwitch,
  FaceLease,
  LamportClock,
  NodeEvents,
  OtherTasks,
  TaskEvents,
] as const;

/** Those that start and stop with the bridge, in this order. */
export const eventParts = [
  EventPublisher,
  EventSwitch,
  EventNodes,
  FaceLease,
  NodeEvents,
  OtherTasks,
] as const;
