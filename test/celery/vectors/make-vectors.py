"""Writes messages.json: tasks as Celery 5.2 sends them, taken from kombu's transport in memory.

/usr/bin/python3 make-vectors.py     (Debian: python3-celery)

Run it again after a change here only: the ids of groups differ each time.
"""
import base64
import datetime
import decimal
import json
import pathlib
import uuid

from celery import Celery, chain, chord, group
from kombu.transport.memory import Channel

app = Celery('vectors', broker='memory://', backend='cache+memory://', set_as_current=True)
app.conf.update(task_default_queue='celery', accept_content=['json', 'pickle', 'yaml'])
app.amqp.producer_pool  # opens the transport
REPLY_TO = '99999999-0000-4000-8000-000000000000'
UTC = datetime.timezone.utc
vectors = {}


def s(name, *args, **options):
    return app.signature(name, args=args, **options)


def take(title):
    """Moves what was sent into the vectors."""
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        found = []
        while channel._size('celery'):
            found.append(channel._get('celery'))
    assert found, title
    for i, envelope in enumerate(found):
        properties = envelope['properties']
        properties['delivery_tag'] = f'tag-{i}'
        if properties.get('reply_to'):
            properties['reply_to'] = REPLY_TO
        if 'origin' in envelope['headers']:
            envelope['headers']['origin'] = 'gen1@host'
    vectors[title] = found if len(found) > 1 else found[0]


def send(title, name='lab.add', args=(1, 2), kwargs=None, **options):
    app.send_task(name, args, kwargs or {}, task_id=f'id of {title}', **options)
    take(title)


def named(step, task_id):
    return step.set(task_id=task_id)


eta = datetime.datetime(2030, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)
send('plain')
send('kwargs', args=(), kwargs={'x': 'ä€😀', 'nested': {'list': [None, True, 1.5]}})
send('eta in UTC', eta=eta)
send('eta with an offset', eta=eta.astimezone(datetime.timezone(datetime.timedelta(hours=5, minutes=30))))
send('eta without an offset', eta='2030-01-02T03:04:05')
send('expires', expires=datetime.datetime(2030, 1, 2, tzinfo=UTC))
send('limits', time_limit=10, soft_time_limit=2.5)
send('priority', priority=6)
send('headers', headers={'traceparent': '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'more': 1})
send('ignored', ignore_result=True, shadow='shown')
send('child', root_id='root', parent_id='parent', group_id='group', group_index=300, retries=2)
send('zlib', compression='zlib')
send('gzip', compression='gzip')
send('bz2', compression='bzip2')
send('lzma', compression='lzma')
send('pickle', serializer='pickle')
send('yaml', serializer='yaml')
send('NaN', args=(float('nan'), float('-inf')))
send('large integer', args=(2**63,))
send('values', args=(
    eta, datetime.date(2026, 1, 2), datetime.time(1, 2, 3), decimal.Decimal('1.50'), uuid.UUID(int=1),
))
send('callbacks', link=[named(s('lab.note', 'a'), 'linked')], link_error=named(s('lab.echo'), 'errback'))
app.conf.task_protocol = 1
send('protocol 1', kwargs={'z': 3}, group_id='group', group_index=0, eta=eta, time_limit=10, retries=1, link=named(s('lab.note', 'a'), 'linked'))
app.conf.task_protocol = 2

steps = [named(s('lab.add', i), f'step {i}') for i in range(3)]
chain(*steps).apply_async()
take('chain')
chord([named(s('lab.add', i, i), f'part {i}') for i in range(2)], named(s('lab.total'), 'body')).apply_async(task_id='chord')
take('chord')
chain(
    named(s('lab.add', 1, 1), 'first'),
    group([named(s('lab.add', i), f'middle {i}') for i in range(2)]),
    named(s('lab.total'), 'total'),
    named(s('lab.add', 1), 'last'),
).apply_async()
take('group in a chain')

reprs = [
    (value, repr(value))
    for value in [
        None, True, False, 0, -1, 1.5, 1e-7, 0.00001, 0.0001, 1e22, 123456789.125, '', "it's", 'say "hi"', 'both \' and "',
        'a\\b\n\r\t\x00\x7f\x80\xa0\xad', 'ä€😀', '\u2028\u3000\ufeff\U000e0001', [], [1, [2]], {}, {'a': {'b': [None]}},
    ]
]

file = pathlib.Path(__file__).with_name('messages.json')
file.write_text(json.dumps({'messages': vectors, 'reprs': reprs}, indent=1) + '\n')
