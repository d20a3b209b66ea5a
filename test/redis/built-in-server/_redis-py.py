"""What programs in Python do with redis-py, each as a function of its own: `_redis-py.py FUNCTION PORT SOCKET`. One that fails ends with a traceback."""

import json
import sys
import threading
import time

import redis

function, port, socket_path = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def connect(**options):
	return redis.Redis(host='127.0.0.1', port=port, **{'decode_responses': True, **options})


def expect(actual, expected):
	assert actual == expected, f'expected {expected!r}, got {actual!r}'


def expect_error(kind, text, run):
	try:
		run()
	except kind as error:
		expect(str(error), text)
	else:
		raise AssertionError(f'expected {text!r}')


def take(pubsub, count):
	messages = []
	end = time.monotonic() + 10
	while len(messages) < count:
		# The answer to a health check counts as no message.
		message = pubsub.get_message(timeout=1)
		assert time.monotonic() < end, f'expected {count} messages, got {messages!r}'
		if message is not None:
			messages.append((message['type'], message['pattern'], message['channel'], message['data']))

	return messages


def worker_commands():
	r = connect()
	expect(r.ping(), True)
	expect(r.set('task:1', json.dumps({'description': '世界'})), True)
	expect(json.loads(r.get('task:1')), {'description': '世界'})
	expect(r.set('task:1:claimed', 'w1', nx=True, ex=300), True)
	expect(r.set('task:1:claimed', 'w2', nx=True, ex=300), None)
	assert 0 < r.ttl('task:1:claimed') <= 300
	expect(r.incrbyfloat('cost:haiku', 0.0011), 0.0011)
	expect(r.incrbyfloat('cost:haiku', 0.1), 0.1011)
	expect(r.incr('n'), 1)
	expect(r.mget('task:1:claimed', 'no', 'n'), ['w1', None, '1'])
	expect(r.hset('h', mapping={'a': '1', 'b': 'ü'}), 2)
	expect(r.hgetall('h'), {'a': '1', 'b': 'ü'})
	expect(r.zadd('z', {'x': 1.5, 'y': 2}), 2)
	expect(r.zrange('z', 0, -1, withscores=True), [('x', 1.5), ('y', 2.0)])
	expect(r.rpush('l', 'a', 'b'), 2)
	expect(r.lrange('l', 0, -1), ['a', 'b'])
	expect(r.sadd('s', 'm'), 1)
	expect(r.smembers('s'), {'m'})
	entry = r.xadd('stream', {'field': 'value'})
	expect(r.xrange('stream'), [(entry, {'field': 'value'})])
	expect(r.xread({'stream': '0'}), [['stream', [(entry, {'field': 'value'})]]])
	expect(r.type('stream'), 'stream')
	expect(r.exists('task:1', 'no'), 1)
	expect(r.delete('n', 'no'), 1)
	assert r.info()['redis_version'].count('.') == 2
	expect(r.info('keyspace')['db0']['keys'], r.dbsize())
	expect(r.config_get('maxmemory-policy'), {'maxmemory-policy': 'noeviction'})
	expect(r.flushdb(), True)


def many_keys():
	r = connect()
	with r.pipeline(transaction=False) as pipeline:
		for index in range(5000):
			pipeline.set(f'key:{index}', index)

		expect(pipeline.execute(), [True] * 5000)

	expect(set(r.scan_iter('key:*', count=100)), {f'key:{index}' for index in range(5000)})
	expect(len(list(r.scan_iter('key:1??', _type='string'))), 100)
	r.hset('h', mapping={str(index): index for index in range(1000)})
	expect(len(dict(r.hscan_iter('h'))), 1000)
	r.zadd('z', {str(index): index for index in range(1000)})
	expect(dict(r.zscan_iter('z'))['999'], 999.0)
	r.sadd('s', *range(1000))
	expect(len(set(r.sscan_iter('s', match='*9'))), 100)


def transactions():
	r, other = connect(), connect()
	with r.pipeline() as pipeline:
		expect(pipeline.set('a', 1).incr('a').get('a').execute(), [True, 2, '2'])

	with r.pipeline() as pipeline:
		pipeline.watch('a')
		other.set('a', 10)
		pipeline.multi()
		pipeline.incr('a')
		try:
			pipeline.execute()
		except redis.WatchError:
			pass
		else:
			raise AssertionError('expected that the watched key has changed')

	expect(r.transaction(lambda pipe: pipe.multi() or pipe.incr('a'), 'a'), [11])
	with r.pipeline() as pipeline:
		pipeline.set('text', 'x').incr('text').get('text')
		expect_error(redis.ResponseError, 'Command # 2 (INCRBY text 1) of pipeline caused error: value is not an integer or out of range', pipeline.execute)
		pipeline.set('text', 'x').incr('text').get('text')
		replies = pipeline.execute(raise_on_error=False)
		expect((replies[0], str(replies[1]), replies[2]), (True, 'value is not an integer or out of range', 'x'))


def messages():
	r = connect()
	with r.pubsub() as pubsub:
		pubsub.subscribe('channel:tasks', 'other')
		pubsub.psubscribe('channel:*')
		expect(take(pubsub, 3), [('subscribe', None, 'channel:tasks', 1), ('subscribe', None, 'other', 2), ('psubscribe', None, 'channel:*', 3)])
		expect(r.publish('channel:tasks', 'id 世界'), 2)
		expect(take(pubsub, 2), [('message', None, 'channel:tasks', 'id 世界'), ('pmessage', 'channel:*', 'channel:tasks', 'id 世界')])
		expect(r.pubsub_numsub('channel:tasks', 'no'), [('channel:tasks', 1), ('no', 0)])
		expect(sorted(r.pubsub_channels()), ['channel:tasks', 'other'])
		expect(r.pubsub_numpat(), 1)
		pubsub.ping()
		expect(take(pubsub, 1), [('pong', None, None, '')])
		pubsub.unsubscribe('other')
		pubsub.punsubscribe()
		expect(take(pubsub, 2), [('unsubscribe', None, 'other', 2), ('punsubscribe', None, 'channel:*', 1)])

	pubsub = r.pubsub(ignore_subscribe_messages=True)
	pubsub.subscribe('channel:findings')
	heard = []
	def listen():
		for message in pubsub.listen():
			heard.append(message['data'])
			if len(heard) == 1000:
				return

	listener = threading.Thread(target=listen, daemon=True)
	listener.start()
	while r.pubsub_numsub('channel:findings')[0][1] == 0:
		pass

	for index in range(1000):
		expect(r.publish('channel:findings', index), 1)

	listener.join(10)
	expect(heard, [str(index) for index in range(1000)])
	handled = []
	with r.pubsub() as pubsub:
		pubsub.subscribe(**{'handled': lambda message: handled.append(message['data'])})
		pubsub.get_message(timeout=10)
		r.publish('handled', 'x')
		pubsub.get_message(timeout=10)
		expect(handled, ['x'])


def bytes_only():
	r = connect(decode_responses=False)
	value = bytes(range(256)) * 100
	r.set(b'\x00\xff\r\n', value)
	expect(r.get(b'\x00\xff\r\n'), value)
	expect(r.getrange(b'\x00\xff\r\n', 255, 256), b'\xff\x00')
	with r.pubsub() as pubsub:
		pubsub.subscribe(b'\xfe')
		pubsub.get_message(timeout=10)
		r.publish(b'\xfe', value)
		expect(take(pubsub, 1), [('message', None, b'\xfe', value)])


def connections():
	pool = redis.ConnectionPool.from_url(f'redis://127.0.0.1:{port}/3?decode_responses=True&health_check_interval=1', max_connections=4, client_name='pooled')
	r = redis.Redis(connection_pool=pool)
	r.set('in', 'three')
	expect(redis.Redis.from_url(f'redis://127.0.0.1:{port}', db=3, decode_responses=True).get('in'), 'three')
	expect(r.client_getname(), 'pooled')
	threads = [threading.Thread(target=lambda: [r.incr('n') for _ in range(100)]) for _ in range(4)]
	for thread in threads:
		thread.start()

	for thread in threads:
		thread.join()

	expect(r.get('n'), '400')
	pool.disconnect()
	expect(r.get('n'), '400')
	by_socket = redis.Redis.from_url(f'unix://{socket_path}?db=3', decode_responses=True)
	expect(by_socket.get('n'), '400')
	checked = connect(health_check_interval=1, socket_keepalive=True, socket_timeout=10, retry_on_timeout=True)
	with checked.pubsub() as pubsub:
		pubsub.subscribe('quiet')
		expect(take(pubsub, 1), [('subscribe', None, 'quiet', 1)])
		expect(pubsub.get_message(timeout=1.5), None)
		expect(pubsub.check_health(), None)
		checked.publish('quiet', 'still there')
		expect(take(pubsub, 1), [('message', None, 'quiet', 'still there')])

	name = connect(client_name='victim')
	name.ping()
	killed = next(client for client in r.client_list() if client['name'] == 'victim')
	expect(r.client_kill_filter(_id=killed['id']), 1)
	expect(name.ping(), True)


def errors():
	r = connect()
	r.set('text', 'x')
	expect_error(redis.ResponseError, 'WRONGTYPE Operation against a key holding the wrong kind of value', lambda: r.lpush('text', 1))
	expect_error(redis.ResponseError, 'value is not an integer or out of range', lambda: r.incr('text'))
	expect_error(redis.ResponseError, 'DB index is out of range', lambda: connect(db=99).ping())
	expect_error(redis.ResponseError, "unknown command 'NOSUCH', with args beginning with: 'a' ", lambda: r.execute_command('NOSUCH', 'a'))
	expect_error(redis.exceptions.NoScriptError, 'No matching script. Please use EVAL.', lambda: r.evalsha('0' * 40, 0))


globals()[function]()
