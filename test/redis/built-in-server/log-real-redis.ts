import {copyFile} from 'node:fs/promises';
import path from 'node:path';
import {Random} from '../../_helpers/hostile-random.js';
import {testWithRealServer} from '../../_helpers/real-server.js';
import {startRedis} from '../../_helpers/redis-server.js';
import {temporaryDirectory} from '../_temporary-directory.js';
import {randomChange} from './_log-changes.js';
import {LogServer} from './_log-server.js';

testWithRealServer('a real server takes over our log, compact or not, and holds the same', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	const random = new Random(7);
	const write = () => {
		for (let unit = 0; unit < 1000; unit++) {
			server.write(random.int(3), ...random.times(1 + random.int(3), () => randomChange(random)));
		}
	};

	const digests: string[] = [];
	const take = async () => {
		// It reads a log of this name when it starts, and only when it has none of its own.
		const config = ['enable-debug-command yes'];
		const redis = await startRedis({config});
		t.teardown(redis.stop);
		await copyFile(path.join(directory, 'appendonly.aof'), path.join(redis.directory, 'appendonly.aof'));
		config.push('appendonly yes');
		await redis.restart();
		t.is(await redis.cli('-n', '1', 'DBSIZE'), String(server.databases[1]?.size));
		digests.push(await redis.cli('DEBUG', 'DIGEST'));
		await redis.stop();
	};

	write();
	await take();
	await server.log.rewrite();
	await take();
	t.deepEqual(server.told, [`Compacted appendonly.aof to ${server.log.sizeBytes} bytes`]);
	t.regex(digests[0] ?? '', /^(?!0+$)[\da-f]{40}$/);
	t.is(digests[1], digests[0]);
	write();
	await take();
	t.not(digests[2], digests[0]);
	await server.log.close();
});
