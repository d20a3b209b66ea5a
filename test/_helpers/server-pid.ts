/** The process id of a server, from the reply to `INFO server`. The embedded one tells it as its availability zone. */
export function pidIn(info: string): number {
	return Number(/availability_zone:haiku-swarm-(\d+)/.exec(info)?.[1] ?? /process_id:(\d+)/.exec(info)?.[1]);
}
