import type {ExecutionContext} from 'ava';
import {withRedis} from '../../_helpers/redis-server.js';
import {isInstalled} from '../../_helpers/server-kind.js';

/** The ports of a real server and of the built-in one, for one test. `undefined`, and the test passes: there is no redis-server on this machine. */
export async function bothServers(t: ExecutionContext): Promise<{readonly real: number; readonly builtIn: number} | undefined> {
	if (!isInstalled('redis-server')) {
		t.log('There is no redis-server here to compare with.');
		t.pass();
		return undefined;
	}

	const [real, builtIn] = await Promise.all([withRedis(t, {kind: 'redis'}), withRedis(t, {kind: 'built-in'})]);
	return {real: real.port, builtIn: builtIn.port};
}
