/** The publish/subscribe channels of the protocol's fixed part. */
export const channels = {
	tasks: 'channel:tasks',
	findings: 'channel:findings',
	completions: 'channel:completions',
	queries: 'channel:queries',
	responses: 'channel:responses',
} as const;

/** Who spends money: the workers (`haiku`), the coordinator (`sonnet`), the librarian (`gemini`). */
export const costRoles = ['haiku', 'sonnet', 'gemini'] as const;

/** One of `costRoles`. */
export type CostRole = (typeof costRoles)[number];

/** Seconds until a claim expires: `SET … NX EX 300`. */
export const claimTtlSeconds = 300;

/** Seconds until a heartbeat expires: `SET … EX 60`. */
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

/** Key names of our additions, see "Our additions" in the protocol. */
export const swarmKeys = {
	worker: (workerId: string) => `swarm:worker:${workerId}`,
	attempts: (taskId: string) => `swarm:attempts:${taskId}`,
	failed: (taskId: string) => `swarm:failed:${taskId}`,
	cancelled: (taskId: string) => `swarm:cancelled:${taskId}`,
	/** The last error, until the backoff after a failed attempt is over. */
	backoff: (taskId: string) => `swarm:backoff:${taskId}`,
	/** US dollars that failed attempts have cost. */
	spentOn: (taskId: string) => `swarm:spent-on:${taskId}`,
	/** The cost of an attempt is already in `cost:haiku`. An attempt has the id of its finding. */
	spent: (findingId: string) => `swarm:spent:${findingId}`,
	/** This worker promises heartbeats while it works: without one it is gone. Expires after an hour. */
	beats: (workerId: string) => `swarm:beats:${workerId}`,
	/** A hash of limits, see `Budget`. */
	budget: 'swarm:budget',
	/** A hash: `hour` since the epoch, and `cost_usd`: `cost:haiku` at the first claim of that hour. */
	hour: 'swarm:hour',
	/** A sorted set: ids of the newest 1,000 findings by the time they were written. */
	findings: 'swarm:findings',
	/** The sweeper that leads. */
	sweeper: 'swarm:sweeper',
	/** A channel, not a key: messages to this worker. */
	control: (workerId: string) => `swarm:control:${workerId}`,
} as const;

const plainPrefixes = [
	['finding:', 'finding'],
	['worker:status:', 'heartbeat'],
	['swarm:worker:', 'worker-note'],
	['swarm:attempts:', 'attempts'],
	['swarm:failed:', 'failed'],
	['swarm:cancelled:', 'cancelled'],
] as const;

/** The prefixes of all keys that are tracked and scanned. None is a prefix of another. */
export const trackedPrefixes: readonly string[] = ['task:', 'cost:', 'context:', 'swarm:budget', ...plainPrefixes.map(([prefix]) => prefix)];

/** What a key holds, and the id in it. */
export type ProtocolKey
	= | {readonly kind: 'task' | 'claim' | 'result' | 'finding' | 'heartbeat' | 'worker-note' | 'attempts' | 'failed' | 'cancelled'; readonly id: string}
		| {readonly kind: 'cost'; readonly role: CostRole}
		| {readonly kind: 'context' | 'budget'};

/** What a key holds; `null`: nothing of the swarm. */
export function parseKey(key: string): ProtocolKey | null {
	// A task whose id ends in `:claimed` cannot be told from a claim.
	const [, taskId, part] = /^task:(.*?)(?::(claimed|result))?$/su.exec(key) ?? [];
	if (taskId !== undefined) {
		return {kind: part === 'claimed' ? 'claim' : (part === 'result' ? part : 'task'), id: taskId};
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
