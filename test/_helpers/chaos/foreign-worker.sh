#!/bin/sh
# A worker that is nothing but redis-cli and the fixed part of the protocol, with nobody at the keyboard. It beats when it has claimed a task, and retries nothing.
# Usage: foreign-worker.sh PORT WORKER_ID SLOT SPENDING_FILE STOP_FILE
# It writes what it spends as spending-book.ts does. When there is a stop file, it leaves at the next message, with nothing in its hands. To be run in a process group of its own.
trap 'exit 0' TERM
port=$1
worker=$2
slot=$3
spending=$4
stop=$5

redis() {
	redis-cli -h 127.0.0.1 -p "$port" "$@" </dev/null
}

redis SUBSCRIBE channel:tasks | {
	attempts=0
	while read -r kind; do
		read -r _channel
		read -r task
		if [ -e "$stop" ]; then
			break
		fi

		if [ "$kind" = subscribe ]; then
			continue
		fi

		if [ "$(redis SET "task:$task:claimed" "$worker" NX EX 300)" != OK ]; then
			continue
		fi

		redis SET "worker:status:$worker" "$(date +%Y-%m-%dT%H:%M:%S)" EX 60 >/dev/null
		redis GET "task:$task" >/dev/null
		attempts=$((attempts + 1))
		micro_usd=$((attempts * 1000 + slot))
		cost=$(printf '%d.%06d' $((micro_usd / 1000000)) $((micro_usd % 1000000)))
		echo "$micro_usd $task" >>"$spending"
		id=finding_$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')
		finding="{\"finding_id\": \"$id\", \"worker_id\": \"$worker\", \"timestamp\": \"$(date +%Y-%m-%dT%H:%M:%S).482913\", \"task\": \"chaos task $task\", \"result\": \"$worker looked\", \"files_changed\": [], \"citations\": [], \"tokens_used\": $((micro_usd % 5 + micro_usd / 5)), \"cost\": $cost}"
		redis SET "finding:$id" "$finding" >/dev/null
		redis PUBLISH channel:findings "$id" >/dev/null
		redis INCRBYFLOAT cost:haiku "$cost" >/dev/null
		redis SET "task:$task:result" "$id" >/dev/null
		redis PUBLISH channel:completions "$task" >/dev/null
	done
	# `redis-cli` would go on listening.
	kill 0
}
