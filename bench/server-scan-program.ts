/*
Walks over all keys of a server, as a process of its own. Arguments: port, how.

- `scan`: `SCAN` with `COUNT 1000 MATCH finding:*`, over a client written by hand;
- `observe`: what a dashboard does before it is live, findings read and all.
*/
import process from 'node:process';
import {parseAddress} from '../source/redis/address.js';
import {connect} from '../source/redis/connection.js';
import {observe} from '../source/swarm/observe.js';
import {tellLoad} from './server-told.js';
import {openResp, type Reply} from './throughput-resp.js';

const [port, how] = [Number(process.argv[2]), process.argv[3]];

async function scanAll(): Promise<number> {
	return new Promise(resolve => {
		let count = 0;
		const send = openResp(port, reply => {
			const [cursor, keys] = reply as readonly [string, readonly Reply[]];
			count += keys.length;
			if (cursor === '0') {
				resolve(count);
			} else {
				go(cursor);
			}
		});
		const go = (cursor: string) => {
			send(['SCAN', cursor, 'MATCH', 'finding:*', 'COUNT', '1000']);
		};

		go('0');
	});
}

async function observeAll(): Promise<number> {
	const {signal} = new AbortController();
	const connection = await connect(parseAddress(`redis://127.0.0.1:${port}`), {signal});
	return new Promise(resolve => {
		let count = 0;
		void observe({
			connection,
			signal,
			onEvents(events) {
				for (const {type} of events) {
					count += type === 'finding' ? 1 : 0;
					if (type === 'scan-finished') {
						resolve(count);
					}
				}
			},
		});
	});
}

await tellLoad(how === 'scan' ? scanAll : observeAll);
