/**
Every key and channel of the protocol, in one place. See "Keys" and "Channels" in the protocol; the functions take ids as they are in Redis.
*/

/** The publish/subscribe channels of the protocol's fixed part. */
export const channels = {
	tasks: 'channel:tasks',
	findings: 'channel:findings',
	completions: 'channel:completions',
	queries: 'channel:queries',
	responses: 'channel:responses',
} as const;

/** Who spends money: `haiku` are the workers, `sonnet` is the coordinator, `gemini` the librarian. */
export const costRoles = ['haiku', 'sonnet', 'gemini'] as const;

/** One of `costRoles`. */
export type CostRole = (typeof costRoles)[number];

/** Seconds that a claim lasts unless it is renewed: `SET … NX EX 300`. */
export const claimTtlSeconds = 300;

/** Seconds that a heartbeat lasts: it is written with `EX 60`. */
export const heartbeatTtlSeconds = 60;

/** Key names of the fixed part. */
export const keys = {
	task: (id: string) => `task:${id}`,
	claim: (id: string) => `task:${id}:claimed`,
	result: (id: string) => `task:${id}:result`,
	finding: (id: string) => `finding:${id}`,
	heartbeat: (workerId: string) => `worker:status:${workerId}`,
	cost: (role: CostRole) => `cost:${role}`,
	context: 'context:active',
	query: (id: string) => `query:archive:${id}`,
	response: (id: string) => `response:archive:${id}`,
	shardQuota: (shard: number) => `librarian:shard${shard}:quota`,
	shardStatus: (shard: number) => `librarian:shard${shard}:status`,
} as const;

/** Key names of our additions. They begin with `swarm:`; a swarm in which nobody writes them works. */
export const swarmKeys = {
	worker: (workerId: string) => `swarm:worker:${workerId}`,
	attempts: (taskId: string) => `swarm:attempts:${taskId}`,
	failed: (taskId: string) => `swarm:failed:${taskId}`,
	cancelled: (taskId: string) => `swarm:cancelled:${taskId}`,
	/** Its last error, until the pause after a failed attempt is over. */
	backoff: (taskId: string) => `swarm:backoff:${taskId}`,
	/** US dollars that failed attempts at it have cost. */
	spentOn: (taskId: string) => `swarm:spent-on:${taskId}`,
	/** Says that the cost of an attempt is in `cost:haiku` already. An attempt has the id of its finding. */
	spent: (findingId: string) => `swarm:spent:${findingId}`,
	/** Says that this worker beats as long as it works: when it falls silent it is gone. Lives for an hour. */
	beats: (workerId: string) => `swarm:beats:${workerId}`,
	/** A hash of caps, see `Budget`. */
	budget: 'swarm:budget',
	/** A hash: `hour` since the epoch, and `cost_usd`, what `cost:haiku` held when the first task of that hour was claimed. */
	hour: 'swarm:hour',
	/** A sorted set: ids of findings by the milliseconds in which they were written. The newest thousand. */
	findings: 'swarm:findings',
	/** Which process sweeps at the moment. */
	sweeper: 'swarm:sweeper',
	/** A channel, not a key: what this worker is told to do. */
	control: (workerId: string) => `swarm:control:${workerId}`,
} as const;

/** The beginnings of all keys that describe the live swarm: what is tracked and scanned. None is the beginning of another. */
export const trackedPrefixes = [
	'task:',
	'finding:',
	'worker:status:',
	'cost:',
	'context:',
	'swarm:worker:',
	'swarm:attempts:',
	'swarm:failed:',
	'swarm:cancelled:',
	'swarm:budget',
] as const;

/** A key, understood: which thing of the protocol it holds, and the id in it. */
export type ProtocolKey
	= | {readonly kind: 'task' | 'claim' | 'result' | 'finding' | 'heartbeat' | 'worker-note' | 'attempts' | 'failed' | 'cancelled'; readonly id: string}
		| {readonly kind: 'cost'; readonly role: CostRole}
		| {readonly kind: 'context' | 'budget'};

const plainPrefixes = [
	['finding:', 'finding'],
	['worker:status:', 'heartbeat'],
	['swarm:worker:', 'worker-note'],
	['swarm:attempts:', 'attempts'],
	['swarm:failed:', 'failed'],
	['swarm:cancelled:', 'cancelled'],
] as const;

function parseTaskKey(rest: string): ProtocolKey {
	// A task whose id itself ends in `:claimed` cannot be told from a claim; the protocol's own reading wins.
	if (rest.endsWith(':claimed')) {
		return {kind: 'claim', id: rest.slice(0, -':claimed'.length)};
	}

	if (rest.endsWith(':result')) {
		return {kind: 'result', id: rest.slice(0, -':result'.length)};
	}

	return {kind: 'task', id: rest};
}

/**
Tell what a Redis key holds. `null`: nothing of the live swarm.
*/
export function parseKey(key: string): ProtocolKey | null {
	if (key.startsWith('task:')) {
		return parseTaskKey(key.slice('task:'.length));
	}

	for (const [prefix, kind] of plainPrefixes) {
		if (key.startsWith(prefix)) {
			return {kind, id: key.slice(prefix.length)};
		}
	}

	if (key === keys.context) {
		return {kind: 'context'};
	}

	if (key === swarmKeys.budget) {
		return {kind: 'budget'};
	}

	const role = costRoles.find(candidate => key === keys.cost(candidate));
	return role === undefined ? null : {kind: 'cost', role};
}
