"""The task of tasks.mjs as Celery itself runs it."""
import os

from celery import Celery

app = Celery('bench', broker=os.environ['CELERY_BROKER_URL'], backend=os.environ['CELERY_RESULT_BACKEND'])


@app.task(name='bench.add')
def add(x, y):
    return x + y
