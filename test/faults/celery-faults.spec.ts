import { describeWithCelery } from '../support/celery-python.js';
import { describeWithRabbitmq } from '../support/rabbitmq.js';
import { testShort } from './harness/short-rows.js';

/** Everything between a Python program and its result dies. */
describeWithCelery('between Python and a result', () => {
  describeWithRabbitmq('over Redis and RabbitMQ', () => testShort(['F32']));
});
