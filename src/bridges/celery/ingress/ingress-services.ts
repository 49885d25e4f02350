import { CallReader } from './call-reader.js';
import { CeleryIds } from '../calls/celery-ids.js';
import { Claims } from './claims.js';
import { IngressQueues } from './ingress-queues.js';
import { Ingress } from './ingress.js';
import { Intake } from './intake.js';
import { Obstacles } from './obstacles.js';
import { RefusedMessages } from './refused-messages.js';
import { Refusals } from './refusals.js';
import { Submitter } from './submitter.js';
import { Turn } from './turn.js';

/** The providers that take messages from Celery. */
export const ingressServices = [
  CallReader,
  CeleryIds,
  Claims,
  Ingress,
  { provide: IngressQueues, useExisting: Ingress },
  Intake,
  Obstacles,
  RefusedMessages,
  Refusals,
  Submitter,
  Turn,
];
