import {UserError} from '../protocol/user-error.js';
import {describeAddress, type Address} from '../redis/address.js';

/** How to call `redis-cli` for an address: shell words, and what they need in the environment, in words (`''`: nothing). Neither holds a password. */
export type RedisCli = {readonly words: string; readonly needs: string};

/**
The call of `redis-cli` that reaches an address.

@throws {UserError} of kind `usage` for Sentinels: `redis-cli` does not ask them.
*/
export function redisCli(address: Address): RedisCli {
	const db = address.db === 0 ? '' : ` -n ${address.db}`;
	const isProtected = address.username !== undefined || address.password !== undefined;
	switch (address.kind) {
		case 'sentinel': {
			throw new UserError(`Expected an address that redis-cli can reach, got the Sentinels ${describeAddress(address)}; give the address of the primary with --redis.`, 'usage');
		}

		case 'unix': {
			const user = address.username === undefined ? '' : ` --user ${quote(address.username)}`;
			return {words: `redis-cli -s ${quote(address.path)}${user}${db}`, needs: address.password === undefined ? '' : 'The variable REDISCLI_AUTH must hold the password of Redis.'};
		}

		case 'tcp': {
			return isProtected
				? {words: 'redis-cli --no-auth-warning -u "$REDIS_URL"', needs: `The variable REDIS_URL must hold ${describeAddress(address)} with user and password in it.`}
				: {words: `redis-cli -h ${quote(address.host)} -p ${address.port}${address.tls ? ' --tls' : ''}${db}`, needs: ''};
		}
	}
}

/** A pipeline that prints the ids of tasks that wait: a body, and neither claim nor result, neither cancelled nor set aside, and not to be left alone for a moment. `swarm` calls `redis-cli`. */
export const waitingTasks = String.raw`swarm --scan | awk '
	/^task:.*:(claimed|result)$/ { sub(/:[a-z]+$/, ""); taken[$0]; next }
	/^task:/ { waiting[$0]; next }
	sub(/^swarm:(cancelled|failed|backoff):/, "task:") { taken[$0] }
	END { for (key in waiting) if (!(key in taken)) print substr(key, 6) }'`;

function quote(word: string): string {
	return /^[\w./:-]+$/u.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}
