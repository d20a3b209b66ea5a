import {UserError} from '../protocol/user-error.js';
import {parseAddress} from '../redis/address.js';
import {usageErrors} from '../text/command-errors.js';
import {defineCommand} from './command.js';
import {namedAddress} from './connect.js';
import {coordinatorText} from './prompt-coordinator.js';
import {redisCli} from './prompt-redis-cli.js';
import {workerText} from './prompt-worker.js';

const texts = new Map([['worker', workerText], ['coordinator', coordinatorText]]);

/** `prompt worker|coordinator`: a text that lets any model with a shell and `redis-cli` take part. It contains no password. */
export const command = defineCommand({
	name: 'prompt',
	summary: 'instructions for a model with redis-cli: worker or coordinator',
	arguments: ['<role>'],
	flags: {},
	examples: ['haiku-swarm prompt worker', 'haiku-swarm prompt coordinator | pbcopy'],
	async run({arguments: [role = ''], flags, print}) {
		await print(promptText(role, flags.redis));
	},
});

/**
The instructions for a role.

@param redis From `--redis`. Default: `REDIS_URL`, else this machine.
@throws {UserError} of kind `usage` when there is no such role, or `redis-cli` cannot use the address.
*/
export function promptText(role: string, redis: string | undefined): string {
	const text = texts.get(role);
	if (!text) {
		throw new UserError(usageErrors.notAChoice('the role', [...texts.keys()], role), 'usage');
	}

	return text(redisCli(parseAddress(namedAddress(redis) ?? 'redis://localhost:6379')));
}
