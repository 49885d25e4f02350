import { runPython } from './celery-python.js';

const PROLOGUE = `
import json, os, sys
from kombu import Connection, Consumer, Exchange, Producer, Queue
from celery import Celery
options = json.loads(sys.argv[2])
connection = Connection(sys.argv[1], transport_options=options)
app = Celery('side', broker=sys.argv[1], backend=sys.argv[3] or None)
app.conf.broker_transport_options = options
def say(value): print(json.dumps(value), flush=True)
`;

/**
 * Runs Python code with kombu's `connection` and a Celery `app`. What it gives to `say`, JSON, is returned as a list.
 *
 * @param options kombu's transport options
 */
export async function kombu(
  broker: string,
  code: string,
  { options = {}, backend = '' }: { options?: object; backend?: string } = {},
): Promise<any[]> {
  const args = ['-c', PROLOGUE + code, broker, JSON.stringify(options), backend];
  const { code: status, output, errors } = await runPython(args, {});
  if (status !== 0) throw new Error(`Python ended with ${String(status)}: ${errors}`);
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}
