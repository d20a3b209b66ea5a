/** What a worker of ours can be told on `swarm:control:<worker id>`. */
export type Control
	/** Claim nothing more, until it is told to resume. */
	= | {readonly kind: 'pause'}
		| {readonly kind: 'resume'}
	/** Finish what is in hand, claim nothing more, and leave. */
		| {readonly kind: 'drain'}
	/** Give back what is in hand, and leave. */
		| {readonly kind: 'stop'}
	/** Stop working on one task, and give it back. */
		| {readonly kind: 'abort'; readonly taskId: string};

/** Read a message on a control channel. `null`: it is none that we know. */
export function readControl(message: string): Control | null {
	const [, kind, taskId = ''] = /^(pause|resume|drain|stop|abort)(?: (.+))?$/su.exec(message) ?? [];
	if (kind === 'abort') {
		return taskId === '' ? null : {kind, taskId};
	}

	return kind === undefined || taskId !== '' ? null : {kind: kind as 'pause' | 'resume' | 'drain' | 'stop'};
}

/** Write a message for a control channel. */
export function encodeControl(control: Control): string {
	return control.kind === 'abort' ? `abort ${control.taskId}` : control.kind;
}
