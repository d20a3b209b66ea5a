"""The fixed protocol as a plain loop: one task after the other, a round trip for every command. The counterpart of throughput-loop-program.ts."""
import json
import sys
import uuid
from datetime import datetime

import redis

port, _concurrency, tasks, batches = map(int, sys.argv[1:5])
worker = "haiku_python"
client = redis.Redis(port=port, decode_responses=True)
messages = client.pubsub(ignore_subscribe_messages=True)
messages.subscribe("channel:tasks")
messages.get_message(timeout=5)


def attempt(task_id):
    if not client.set(f"task:{task_id}:claimed", worker, nx=True, ex=300):
        return
    task = json.loads(client.get(f"task:{task_id}"))
    client.get("context:active")
    finding_id = f"finding_{uuid.uuid4().hex[:12]}"
    client.set(f"finding:{finding_id}", json.dumps({
        "finding_id": finding_id,
        "worker_id": worker,
        "timestamp": datetime.now().isoformat(),
        "task": task["description"],
        "result": f"(simulated) Nothing was done. The task was: {task['description']}",
        "files_changed": [],
        "citations": [],
        "tokens_used": 0,
        "cost": 0,
    }))
    client.publish("channel:findings", finding_id)
    client.incrbyfloat("cost:haiku", 0)
    client.set(f"task:{task_id}:result", finding_id)
    client.publish("channel:completions", task_id)


for _ in range(batches):
    print("ready", flush=True)
    if sys.stdin.readline() == "":
        break
    left = tasks
    for message in messages.listen():
        attempt(message["data"])
        left -= 1
        if left == 0:
            break
    print("done", flush=True)
