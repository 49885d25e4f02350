"""A caller: `fill QUEUE COUNT` sends tasks, `get QUEUE COUNT FLIGHT` also waits for their results, so many at a time.

Prints one line of JSON: the seconds that the second half of COUNT took.
"""
import json
import os
import sys
import time
from collections import deque

from celery import Celery

app = Celery('client', broker=os.environ['CELERY_BROKER_URL'], backend=os.environ['CELERY_RESULT_BACKEND'])
what, queue, count, *rest = sys.argv[1:]
flight = int(rest[0]) if rest else 0
waiting = deque()
began = time.monotonic()


def settle():
    result, wanted = waiting.popleft()
    got = result.get(timeout=60)
    assert got == wanted, got


for n in range(int(count)):
    if n == int(count) // 2:
        began = time.monotonic()
    result = app.send_task('bench.add', args=[n, 1], queue=queue)
    if what == 'get':
        waiting.append((result, n + 1))
        if len(waiting) == flight:
            settle()
while waiting:
    settle()
print(json.dumps({'seconds': time.monotonic() - began}))
