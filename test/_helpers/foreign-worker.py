"""A worker that is nothing but python3-redis and the fixed part of the protocol, see foreign-worker.sh for how it is driven."""

import json
import sys
import uuid
from datetime import datetime

import redis

port, worker = int(sys.argv[1]), sys.argv[2]
r = redis.Redis(host='127.0.0.1', port=port, decode_responses=True)
pubsub = r.pubsub()
pubsub.subscribe('channel:tasks')


def tell(*words):
	print(*words, flush=True)


for message in pubsub.listen():
	if message['type'] == 'subscribe':
		tell('listening')
		continue

	task = message['data']
	r.set(f'worker:status:{worker}', datetime.now().isoformat(), ex=60)
	tell('heard', task)
	input()
	if not r.set(f'task:{task}:claimed', worker, nx=True, ex=300):
		tell('refused', task)
		continue

	description = json.loads(r.get(f'task:{task}'))['description']
	tell('claimed', task)
	key_id, *spoken = input().split()
	if key_id == 'go':
		key_id = f'finding_{uuid.uuid4().hex[:8]}'

	spoken_id = spoken[0] if spoken else key_id
	tokens_in, tokens_out = 100, 200
	cost = tokens_in * 0.001 / 1000 + tokens_out * 0.005 / 1000
	r.set(f'finding:{key_id}', json.dumps({
		'finding_id': key_id,
		'worker_id': worker,
		'timestamp': datetime.now().isoformat(),
		'task': description,
		'result': f'{worker} looked: 世界',
		'files_changed': ['docs/agents.md'],
		'citations': ['finding_51aa0c77'],
		'tokens_used': tokens_in + tokens_out,
		'cost': cost,
	}))
	r.publish('channel:findings', spoken_id)
	r.incrbyfloat('cost:haiku', cost)
	tell('found', key_id)
	input()
	r.set(f'task:{task}:result', spoken_id)
	r.publish('channel:completions', task)
	tell('done', task)
