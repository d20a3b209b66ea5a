import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {parseAddress} from '../redis/address.js';
import {coordinatorText} from './prompt-coordinator.js';
import {redisCli} from './prompt-shell.js';
import {workerText} from './prompt-worker.js';

const texts = new Map([['worker', workerText], ['coordinator', coordinatorText]]);

/**
`prompt worker|coordinator`: print a text that makes any model session with a shell and `redis-cli` a participant. It talks to the Redis of `--redis`, else of `REDIS_URL`, else of this machine, and holds no password.

@throws {UserError} of kind `usage` for anything else, and for an address that `redis-cli` cannot reach.
*/
export function printPrompt(which: string | undefined, flags: {readonly redis?: string | undefined}): void {
	const text = texts.get(which ?? '');
	if (!text) {
		throw new UserError(clean`Expected prompt worker or prompt coordinator, got "${which ?? ''}".`, 'usage');
	}

	const named = flags.redis ?? process.env.REDIS_URL;
	process.stdout.write(text(redisCli(parseAddress(named === undefined || named === '' ? 'redis://localhost:6379' : named))));
}
