/** A message to one of our workers, on `swarm:control:<worker id>`. */
export type Control
	/** Claim nothing until `resume`. */
	= | {readonly kind: 'pause'}
		| {readonly kind: 'resume'}
	/** Finish the running tasks, then leave. */
		| {readonly kind: 'drain'}
	/** Release the running tasks, and leave. */
		| {readonly kind: 'stop'}
	/** Release one running task. */
		| {readonly kind: 'abort'; readonly taskId: string};

/** Read a message from a control channel. `null`: it is unknown. */
export function readControl(message: string): Control | null {
	const [, kind, taskId = ''] = /^(pause|resume|drain|stop|abort)(?: (.+))?$/su.exec(message) ?? [];
	if (kind === 'abort') {
		return taskId === '' ? null : {kind, taskId};
	}

	return kind === undefined || taskId !== '' ? null : {kind: kind as 'pause' | 'resume' | 'drain' | 'stop'};
}

/** Encode a message for a control channel. */
export function encodeControl(control: Control): string {
	return control.kind === 'abort' ? `abort ${control.taskId}` : control.kind;
}
