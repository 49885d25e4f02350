"""Sends `faults.effect` for ever, with a number each, until stdin ends; then waits for the results.

producer.py RATE LIMIT_S FIRST single|mixed

A line for each `send_task` that returned; the last line is JSON: {"refused": count, "results": [[n, id, state, result]]}.
Nothing is sent twice: a send that raised is not counted, whatever became of it.

mixed: every third send is a chain or a chord, whose parts count like sends, and a thread waits for results by `get`,
which the last line counts: {"got": {"ok": count, "wrong": count, "raised": count}}.
"""
import json
import os
import sys
import threading
import time

from celery import Celery, chain, chord
from celery.result import AsyncResult

BROKER, BACKEND = os.environ['CELERY_BROKER_URL'], os.environ['CELERY_RESULT_BACKEND']
INTERVAL_S = 1 / float(sys.argv[1])
LIMIT_S = float(sys.argv[2])
FIRST = int(sys.argv[3])
IS_MIXED = sys.argv[4] == 'mixed'
FINAL = ('SUCCESS', 'FAILURE', 'REVOKED')
GET_LIMIT_S = 60


def connect():
    app = Celery('producer', broker=BROKER, backend=BACKEND, set_as_current=False)
    # With RabbitMQ a send is certain only when the broker has confirmed it.
    confirm = {'confirm_publish': True} if BROKER.startswith('amqp') else {}
    app.conf.update(broker_connection_timeout=2, broker_transport_options=confirm)
    app.conf.update(redis_retry_on_timeout=False, result_backend_transport_options={'retry_policy': {'max_retries': 0}})
    return app


def send_one(n):
    # Nothing is subscribed to, which would need the result backend while it is away.
    return {n: app.send_task('faults.effect', args=[n, 5], retry=False, ignore_result=False).id}


def part(n):
    return app.signature('faults.effect', args=[n, 5], immutable=True)


def send_chain(n):
    last = chain(part(n), part(n + 1), part(n + 2)).apply_async(retry=False)
    return {n: last.parent.parent.id, n + 1: last.parent.id, n + 2: last.id}


def send_chord(n):
    body = chord([part(n), part(n + 1)])(part(n + 2))
    return {n: body.parent.results[0].id, n + 1: body.parent.results[1].id, n + 2: body.id}


def get_results():
    """Waits for one result after the other, as a program does."""
    own = connect()
    while not stopped.is_set():
        n, task = max(list(sent.items()) or [(0, None)])
        time.sleep(INTERVAL_S)
        if task is None:
            continue
        try:
            value = AsyncResult(task, app=own).get(timeout=GET_LIMIT_S)
            got['ok' if value['n'] == n else 'wrong'] += 1
        except Exception:
            got['raised'] += 1
            own = connect()


stopped = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
app = connect()
sent, refused, n, turn = {}, 0, FIRST, 0
got = {'ok': 0, 'wrong': 0, 'raised': 0}
turns = [send_one, send_one, send_chain, send_one, send_one, send_chord] if IS_MIXED else [send_one]
if IS_MIXED:
    threading.Thread(target=get_results, daemon=True).start()
while not stopped.is_set():
    try:
        new = turns[turn % len(turns)](n)
        sent.update(new)
        print(*new, sep='\n', flush=True)
    except Exception:
        refused += 1
        app = connect()
    n += 3 if IS_MIXED else 1
    turn += 1
    time.sleep(INTERVAL_S)

results, deadline = {}, time.monotonic() + LIMIT_S
while len(results) < len(sent) and time.monotonic() < deadline:
    for number, task in sent.items():
        if number in results:
            continue
        try:
            meta = app.backend.get_task_meta(task)
        except Exception:
            app = connect()
            break
        if meta['status'] in FINAL:
            results[number] = [number, task, meta['status'], repr(meta['result'])]
    time.sleep(0.2)
missing = [[number, task, None, None] for number, task in sent.items() if number not in results]
print(json.dumps({'refused': refused, 'got': got, 'results': list(results.values()) + missing}), flush=True)
