// Writes units to the log in the directory of its argument, without end, and tells the number of each after it was written.
import process from 'node:process';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {LogServer} from './_log-server.js';

const server = await LogServer.open(process.argv[2] ?? '');
for (let number = 1; ; number++) {
	const text = String(number);
	server.run(number % 3, ['SET', 'first', text], ['APPEND', 'all', `${text},`], ['SET', 'second', text.padEnd(1000)]);
	// Some turns have more than one unit.
	if (number % 4 === 0) {
		server.log.flush();
		process.stdout.write(`${text}\n`);
	}

	await nextTurn();
}
