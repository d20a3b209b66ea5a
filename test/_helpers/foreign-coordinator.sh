#!/bin/sh
# A coordinator that is nothing but redis-cli and the fixed part of the protocol.
# Usage: foreign-coordinator.sh PORT
# Lines on stdin: `publish ID DESCRIPTION` writes and announces a task, `announce ID` announces it again.
# It tells `listening`, `announced ID RECEIVERS`, `found FINDING` and `completed ID FINDING`, with the finding as JSON in one line.
port=$1

redis() {
	redis-cli -h 127.0.0.1 -p "$port" "$@" </dev/null
}

redis SUBSCRIBE channel:findings channel:completions | while read -r kind; do
	read -r channel
	read -r id
	case $kind$channel in
		subscribechannel:completions) echo listening ;;
		messagechannel:findings) echo "found $(redis GET "finding:$id")" ;;
		messagechannel:completions) echo "completed $id $(redis GET "finding:$(redis GET "task:$id:result")")" ;;
	esac
done &

while read -r verb id description; do
	[ "$verb" = publish ] && redis SET "task:$id" "{\"description\": \"$description\", \"files\": [\"docs/agents.md\"]}" >/dev/null
	echo "announced $id $(redis PUBLISH channel:tasks "$id")"
done
wait
