import {UserError} from '../protocol/user-error.js';
import {describeAddress, type Address} from '../redis/address.js';
import {usageErrors} from '../text/command-errors.js';

/** How to call `redis-cli` for an address: shell words, and in a sentence what they need in the environment (`''`: nothing). No passwords. */
export type RedisCli = {readonly words: string; readonly needs: string};

/** @throws {UserError} of kind `usage` for Sentinels, which `redis-cli` cannot ask for the primary. */
export function redisCli(address: Address): RedisCli {
	const db = address.db === 0 ? '' : ` -n ${address.db}`;
	const isProtected = address.username !== undefined || address.password !== undefined;
	if (address.kind === 'sentinel') {
		throw new UserError(usageErrors.notForRedisCli(describeAddress(address)), 'usage');
	}

	if (address.kind === 'unix') {
		const user = address.username === undefined ? '' : ` --user ${quote(address.username)}`;
		return {words: `redis-cli -s ${quote(address.path)}${user}${db}`, needs: address.password === undefined ? '' : 'The variable REDISCLI_AUTH must hold the password of Redis.'};
	}

	return isProtected
		? {words: 'redis-cli --no-auth-warning -u "$REDIS_URL"', needs: `The variable REDIS_URL must hold ${describeAddress(address)} with user and password in it.`}
		: {words: `redis-cli -h ${quote(address.host)} -p ${address.port}${address.tls ? ' --tls' : ''}${db}`, needs: ''};
}

/** A pipeline that prints the ids of waiting tasks: with a body, and without claim, result, cancellation, failure or backoff. `swarm` calls `redis-cli`. */
export const waitingTasks = String.raw`swarm --scan | awk '
	/^task:.*:(claimed|result)$/ { sub(/:[a-z]+$/, ""); taken[$0]; next }
	/^task:/ { waiting[$0]; next }
	sub(/^swarm:(cancelled|failed|backoff):/, "task:") { taken[$0] }
	END { for (key in waiting) if (!(key in taken)) print substr(key, 6) }'`;

function quote(word: string): string {
	return /^[\w./:-]+$/u.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}
