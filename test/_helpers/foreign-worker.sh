#!/bin/sh
# A worker that is nothing but redis-cli and the fixed part of the protocol. It beats only when a message comes.
# Usage: foreign-worker.sh PORT WORKER_ID
# It tells every step on stdout, and takes a step only when a line comes on stdin:
#   heard ID       then any line: it tries to claim
#   claimed ID     then `go`, or `KEY_ID SPOKEN_ID`, the id of the finding in its key and as it is told to others: it writes the finding
#   found KEY_ID   then any line: it writes the result
#   done ID
port=$1
worker=$2
exec 3<&0

redis() {
	redis-cli -h 127.0.0.1 -p "$port" "$@" </dev/null
}

redis SUBSCRIBE channel:tasks | while read -r kind; do
	read -r _channel
	read -r task
	if [ "$kind" = subscribe ]; then
		echo listening
		continue
	fi

	redis SET "worker:status:$worker" "$(date +%Y-%m-%dT%H:%M:%S)" EX 60 >/dev/null
	echo "heard $task"
	read -r _ <&3
	if [ "$(redis SET "task:$task:claimed" "$worker" NX EX 300)" != OK ]; then
		echo "refused $task"
		continue
	fi

	redis GET "task:$task" >/dev/null
	echo "claimed $task"
	read -r key_id spoken_id <&3
	[ "$key_id" = go ] && key_id=finding_$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
	finding="{\"finding_id\": \"$key_id\", \"worker_id\": \"$worker\", \"timestamp\": \"$(date +%Y-%m-%dT%H:%M:%S).482913\", \"task\": \"typed by hand\", \"result\": \"$worker looked: 世界\", \"files_changed\": [\"docs/agents.md\"], \"citations\": [\"finding_51aa0c77\"], \"tokens_used\": 300, \"cost\": 0.0011}"
	redis SET "finding:$key_id" "$finding" >/dev/null
	redis PUBLISH channel:findings "${spoken_id:-$key_id}" >/dev/null
	redis INCRBYFLOAT cost:haiku 0.0011 >/dev/null
	echo "found $key_id"
	read -r _ <&3
	redis SET "task:$task:result" "${spoken_id:-$key_id}" >/dev/null
	redis PUBLISH channel:completions "$task" >/dev/null
	echo "done $task"
done
