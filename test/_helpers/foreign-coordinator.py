"""A coordinator that is nothing but python3-redis and the fixed part of the protocol, see foreign-coordinator.sh for how it is driven."""

import json
import sys
import threading
from datetime import datetime

import redis

r = redis.Redis(host='127.0.0.1', port=int(sys.argv[1]), decode_responses=True)
pubsub = r.pubsub()
pubsub.subscribe('channel:findings', 'channel:completions')


def tell(*words):
	print(*words, flush=True)


def read(finding_id):
	"""Believes what the protocol says of a finding: what is not as it says there ends this coordinator."""
	finding = json.loads(r.get(f'finding:{finding_id}'))
	datetime.fromisoformat(finding['timestamp'])
	float(finding['cost'])
	for name in ('files_changed', 'citations'):
		list(finding[name])

	assert finding['finding_id'] and finding['worker_id'] and finding['task'] and finding['result']
	assert isinstance(finding['tokens_used'], int)
	return json.dumps(finding)


def listen():
	for message in pubsub.listen():
		if message['type'] == 'subscribe':
			if message['channel'] == 'channel:completions':
				tell('listening')
		elif message['channel'] == 'channel:findings':
			tell('found', read(message['data']))
		else:
			tell('completed', message['data'], read(r.get(f'task:{message["data"]}:result')))


threading.Thread(target=listen, daemon=True).start()
for line in sys.stdin:
	verb, task, *description = line.split(maxsplit=2)
	if verb == 'publish':
		r.set(f'task:{task}', json.dumps({'description': description[0].strip(), 'files': ['docs/agents.md']}))

	tell('announced', task, r.publish('channel:tasks', task))
