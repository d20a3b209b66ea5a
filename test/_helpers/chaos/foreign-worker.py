"""A worker that is nothing but python3-redis and the fixed part of the protocol, see foreign-worker.sh. One task in twenty takes it longer than a heartbeat of ours lasts in a trial."""

import json
import os
import random
import sys
import time
import uuid
from datetime import datetime

import redis

port, worker, slot, spending, stop = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
r = redis.Redis(host='127.0.0.1', port=port, decode_responses=True)
pubsub = r.pubsub()
pubsub.subscribe('channel:tasks')
attempts = 0

for message in pubsub.listen():
	if os.path.exists(stop):
		break

	if message['type'] == 'subscribe':
		continue

	task = message['data']
	if not r.set(f'task:{task}:claimed', worker, nx=True, ex=300):
		continue

	r.set(f'worker:status:{worker}', datetime.now().isoformat(), ex=60)
	description = json.loads(r.get(f'task:{task}'))['description']
	time.sleep(2.5 if random.randrange(20) == 0 else 0.02)
	attempts += 1
	micro_usd = attempts * 1000 + slot
	with open(spending, 'a') as book:
		book.write(f'{micro_usd} {task}\n')

	tokens_in, tokens_out = micro_usd % 5, micro_usd // 5
	finding_id = f'finding_{uuid.uuid4().hex[:12]}'
	r.set(f'finding:{finding_id}', json.dumps({
		'finding_id': finding_id,
		'worker_id': worker,
		'timestamp': datetime.now().isoformat(),
		'task': description,
		'result': f'{worker} looked',
		'files_changed': [],
		'citations': [],
		'tokens_used': tokens_in + tokens_out,
		'cost': micro_usd / 1e6,
	}))
	r.publish('channel:findings', finding_id)
	r.incrbyfloat('cost:haiku', micro_usd / 1e6)
	r.set(f'task:{task}:result', finding_id)
	r.publish('channel:completions', task)
