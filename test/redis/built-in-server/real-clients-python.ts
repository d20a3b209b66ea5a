/*
redis-py: workers and coordinators in Python. What they do is in `_redis-py.py`.
*/
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {pythonProblem} from '../../_helpers/foreign-process.js';
import {servers, withSocketServer} from './_real-clients.js';
import {runProgram} from './_run-program.js';

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

// Skipped where there is no Python with redis-py.
const testWithPython = pythonProblem === null ? test : test.skip;

for (const kind of servers) {
	for (const [name, use] of Object.entries(uses)) {
		testWithPython(`redis-py, ${kind}: ${use}`, async t => {
			const {port, directory} = await withSocketServer(t, kind);
			t.deepEqual(await runProgram('/usr/bin/python3', [script, name, String(port), path.join(directory, 'server.sock')]), {exitCode: 0, stdout: '', stderr: ''});
		});
	}
}
