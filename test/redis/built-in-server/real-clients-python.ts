/*
redis-py: workers and coordinators in Python. What they do is in `_redis-py.py`.
*/
import {execFile} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {pythonProblem} from '../../_helpers/foreign-process.js';
import {servers, withSocketServer} from './_real-clients.js';

const script = fileURLToPath(new URL('_redis-py.py', import.meta.url));

/** Functions of `_redis-py.py`. */
const uses = {
	worker_commands: 'the commands of workers',
	many_keys: 'pipelines and scans over many keys',
	transactions: 'transactions that watch keys',
	messages: 'messages, waited for and listened to',
	bytes_only: 'bytes that are no text',
	connections: 'pools, URLs, sockets, health checks, and a connection that was killed',
	errors: 'errors by their kinds',
} as const;

if (pythonProblem === null) {
	for (const kind of servers) {
		for (const [name, use] of Object.entries(uses)) {
			test(`redis-py, ${kind}: ${use}`, async t => {
				const {port, directory} = await withSocketServer(t, kind);
				await t.notThrowsAsync(promisify(execFile)('/usr/bin/python3', [script, name, String(port), path.join(directory, 'server.sock')], {timeout: 60_000}));
			});
		}
	}
} else {
	test.skip(`redis-py: ${pythonProblem}`, () => undefined);
}
