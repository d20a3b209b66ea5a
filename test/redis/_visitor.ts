// A program of its own: connects to the address of its argument, tells in one line what came of it, and has to end by itself.
import process from 'node:process';
import {parseAddress} from '../../source/redis/address.js';
import {ConnectionError} from '../../source/redis/connection-error.js';
import {connect} from '../../source/redis/connection.js';

try {
	const connection = await connect(parseAddress(process.argv[2] ?? ''), {signal: AbortSignal.timeout(20_000), timeoutMs: 2000});
	console.log(await connection.call('PING'));
	await connection.close();
} catch (error) {
	console.log(error instanceof ConnectionError ? error.problem : error);
}
