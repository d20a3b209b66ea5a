/*
Sends messages to many subscribers, as a process of its own, which they live in too. Arguments: port, subscribers, messages.

A burst goes out when everybody has the one before. What comes is counted, not read.
*/
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect} from 'node:net';
import process from 'node:process';
import {openRedisPipe} from './redis-pipe.js';
import {tellLoad} from './server-told.js';

const [port, subscribers, messages] = process.argv.slice(2).map(Number) as [number, number, number];
const perBurst = 16;
const payload = 'finding_0123456789ab';
const messageBytes = Buffer.byteLength(`*3\r\n$7\r\nmessage\r\n$16\r\nchannel:findings\r\n$${payload.length}\r\n${payload}\r\n`);

let missingBytes = 0;
let allHave: (() => void) | undefined;
await Promise.all(Array.from({length: subscribers}, async () => {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	socket.write('SUBSCRIBE channel:findings\r\n');
	await once(socket, 'data');
	socket.on('data', (bytes: Buffer) => {
		missingBytes -= bytes.length;
		if (missingBytes === 0) {
			allHave?.();
		}
	});
}));
const pipe = await openRedisPipe(port);
const burst = Array.from({length: perBurst}, () => ['PUBLISH', 'channel:findings', payload]);

async function publishBurst(): Promise<void> {
	missingBytes = messageBytes * perBurst * subscribers;
	const received = new Promise<void>(resolve => {
		allHave = resolve;
	});
	await Promise.all([pipe.send(burst), received]);
}

await tellLoad(async () => {
	for (let sent = 0; sent < messages; sent += perBurst) {
		await publishBurst();
	}

	return messages * subscribers;
});
