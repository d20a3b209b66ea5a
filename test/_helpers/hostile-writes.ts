import {Buffer} from 'node:buffer';
import {
	channels, costRoles, keys, swarmKeys,
} from '../../source/protocol/redis-keys.js';
import {hostileFields, hostileRecord, hostileString} from './hostile-json.js';
import type {Random} from './hostile-random.js';
import {hostileId, hostileText} from './hostile-text.js';

/** A command of Redis. */
export type Write = readonly [command: string, ...parts: Array<string | Uint8Array>];

/** Keys that nobody reads, and beginnings of keys. */
const besides = [keys.shardQuota(3), keys.shardStatus(3), 'swarm:budget', 'swarm:events', 'swarm:tasks', 'cost:', 'cost:nobody', 'context:', 'finding', 'task:', 'worker:status:'] as const;

/** Which keys get hostile values, and how often each. */
const keyKinds: ReadonlyArray<readonly [weight: number, make: (random: Random) => string]> = [
	[50, random => keys.finding(hostileId(random))],
	[12, random => keys.task(hostileId(random))],
	[8, random => keys.claim(hostileId(random))],
	[6, random => keys.result(hostileId(random))],
	[8, random => keys.heartbeat(hostileId(random))],
	[4, random => swarmKeys.worker(hostileId(random))],
	[2, random => swarmKeys.attempts(hostileId(random))],
	[2, random => swarmKeys.failed(hostileId(random))],
	[2, random => swarmKeys.cancelled(hostileId(random))],
	[1, random => keys.cost(random.pick(costRoles))],
	[1, () => keys.context],
	[1, random => keys.query(hostileId(random))],
	[1, random => keys.response(hostileId(random))],
	[1, random => random.pick(besides)],
	[1, random => hostileId(random)],
];

const keysInProportion = keyKinds.flatMap(([weight, make]) => Array.from({length: weight}, () => make));

/**
A hostile value under a key of the protocol: mostly a string, sometimes of every other type. Redis refuses what does not fit the type that is there already, and that is all right.
*/
export function hostileWrite(random: Random): Write {
	const key = random.pick(keysInProportion)(random);
	switch (random.int(20)) {
		case 0: {
			return ['HSET', key, ...hostileFields(random)];
		}

		case 1: {
			return ['RPUSH', key, hostileText(random), hostileRecord(random)];
		}

		case 2: {
			return random.pick<Write>([
				['SADD', key, hostileText(random)], ['ZADD', key, '1', hostileText(random)], ['XADD', key, '*', 'field', hostileText(random)], ['SETRANGE', key, '70000', 'x'],
			]);
		}

		case 3:
		case 4: {
			// What comes and goes: claims and heartbeats; a finding never ends by itself.
			const lives = key.startsWith('finding:') ? [] : ['PX', random.pick(['1', '50', '2000', '60000', '300000', '9000000000000000'])];
			return ['SET', key, hostileString(random), ...lives];
		}

		case 5: {
			return key.startsWith('task:') || key.startsWith('worker:') ? ['SET', key, hostileId(random), 'EX', '300'] : ['DEL', key];
		}

		default: {
			return ['SET', key, hostileString(random)];
		}
	}
}

/** Junk on a channel that is not the one of findings. */
export function hostileMessage(random: Random): Write {
	const {tasks, completions, queries, responses} = channels;
	return ['PUBLISH', random.pick([tasks, completions, queries, responses, 'channel:', `channel:${hostileText(random)}`]), random.chance(0.2) ? hostileString(random) : hostileId(random)];
}

/** An announcement on the channel of findings, and what has to come of it. */
export type Announcement = {
	readonly write: Write;
	/** The id by which it is known if no key comes; `null`: it names a finding that exists. */
	readonly heardId: string | null;
};

/**
Junk on the channel of findings: ids of findings that exist, in every form; ids of findings that do not; whole findings in place of an id.

@param number Makes ids that no key has.
@param existing Ids of findings that exist and stay.
*/
export function hostileAnnouncement(random: Random, number: number, existing: readonly string[]): Announcement {
	const announce = (message: string | Uint8Array, heardId: string | null): Announcement => ({write: ['PUBLISH', channels.findings, message], heardId});
	const id = existing.length > 0 ? random.pick(existing) : '';
	const unheardOf = `unheard of ${number} ${hostileText(random)}`;
	switch (random.int(existing.length > 0 ? 8 : 4)) {
		case 0: {
			return announce(unheardOf, unheardOf);
		}

		case 1: {
			return announce(Buffer.concat([Buffer.from(`unheard of ${number} `), random.bytes(random.int(40))]), unheardOf);
		}

		case 2: {
			return announce(JSON.stringify({finding_id: unheardOf, result: hostileText(random)}), unheardOf);
		}

		case 3: {
			// The number comes first, so that no two are the same however little of them is looked at.
			return announce(`{"number":${number},${random.chance(0.5) ? hostileRecord(random).slice(1).replaceAll('"finding_id"', '"no_id"') : hostileText(random)}`, unheardOf);
		}

		case 4: {
			return announce(`finding:${id}`, null);
		}

		case 5: {
			return announce(JSON.stringify({finding_id: id, result: hostileText(random)}), null);
		}

		default: {
			return announce(id.startsWith('finding_') && random.chance(0.5) ? id.slice('finding_'.length) : id, null);
		}
	}
}
