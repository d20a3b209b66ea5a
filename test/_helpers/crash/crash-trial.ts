/*
Kills the embedded server with SIGKILL again and again while writers are at work, and checks after every restart that nothing that was acknowledged is lost, and nothing was done twice.
*/
import {randomBytes} from 'node:crypto';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {Redis} from 'ioredis';
import {startRedis, type RedisServer} from '../redis-server.js';

/** What came of it. */
export type CrashReport = {
	readonly kills: number;
	/** Kills while a snapshot was being saved, or was becoming the current one. */
	readonly killsInCompaction: number;
	/** How many different snapshots the server began with. */
	readonly snapshots: number;
	readonly sets: number;
	readonly increments: number;
	readonly lost: number;
	readonly twice: number;
};

type Writer = {
	readonly number: number;
	/** Keys that were acknowledged since the last check. */
	keys: string[];
	next: number;
	acknowledged: number;
	asked: number;
};

const increment = 'redis.call("SET", KEYS[2], ARGV[1]) return redis.call("INCR", KEYS[1])';
// Cannot be compressed, so that a snapshot takes a while.
const value = randomBytes(4096);

/**
Run it.

@param options.kills How often. Every second time inside compaction.
*/
export async function crashTrial({kills, writers: count}: {readonly kills: number; readonly writers: number}): Promise<CrashReport> {
	const server = await startRedis({kind: 'embedded', config: ['appendonly yes', 'auto-aof-rewrite-min-size 1mb']});
	const writers = Array.from({length: count}, (_, number): Writer => ({
		number, keys: [], next: 0, acknowledged: 0, asked: 0,
	}));
	const report = {
		kills: 0, killsInCompaction: 0, sets: 0, increments: 0, lost: 0, twice: 0,
	};
	const generations = new Set<string>();
	try {
		while (report.kills < kills) {
			const writing = Promise.all(writers.map(async writer => writeUntilKilled(server, writer)));
			const moment = report.kills % 2 === 0 ? delay(20 + (Math.random() * 400), false) : compactionIn(server.directory);
			report.killsInCompaction += await moment ? 1 : 0;
			server.kill('SIGKILL');
			report.kills++;
			await writing;
			await server.restart();
			await check(server, writers, report);
			generations.add(/Snapshot (\d+) saved/.exec(server.log.lines.findLast(line => line.includes('Snapshot')) ?? '')?.[1] ?? '0');
		}

		return {...report, snapshots: generations.size};
	} finally {
		await server.stop();
	}
}

/** Resolves at some moment of the next compaction. */
async function compactionIn(directory: string): Promise<boolean> {
	const patience = AbortSignal.timeout(5000);
	// Every millisecond: the files of a small snapshot are there for no more than a few.
	while (!readdirSync(path.join(directory, 'valkey')).some(name => /^(?:temp-.*|dump)\.rdb$/.test(name))) {
		if (patience.aborted) {
			return false;
		}

		await delay(1);
	}

	await delay(Math.random() < 0.5 ? 0 : Math.random() * 10);
	return true;
}

async function writeUntilKilled({port}: RedisServer, writer: Writer): Promise<void> {
	const redis = new Redis({
		host: '127.0.0.1', port, protocol: 2, retryStrategy: null, maxRetriesPerRequest: 0, db: writer.number % 3,
	});
	redis.on('error', () => undefined);
	try {
		for (;;) {
			const key = `key:${writer.number}:${writer.next++}`;
			await redis.set(key, value);
			writer.keys.push(key);
			writer.asked++;
			await redis.eval(increment, 2, `count:${writer.number}`, `last:${writer.number}`, writer.asked);
			writer.acknowledged++;
		}
	} catch {
		redis.disconnect();
	}
}

async function check({port}: RedisServer, writers: readonly Writer[], report: {sets: number; increments: number; lost: number; twice: number}): Promise<void> {
	for (const writer of writers) {
		const redis = new Redis({
			host: '127.0.0.1', port, protocol: 2, db: writer.number % 3,
		});
		const found = await redis.exists(...writer.keys, 'none');
		const counted = Number(await redis.get(`count:${writer.number}`));
		const last = Number(await redis.get(`last:${writer.number}`));
		report.sets += writer.keys.length;
		report.lost += writer.keys.length - found + Math.max(0, writer.acknowledged - counted);
		// The effects of one script stay together, and only the last one may be there without having been acknowledged.
		report.twice += Math.max(0, counted - writer.asked) + Math.abs(counted - last);
		report.increments += counted;
		// Only a part stays, so that snapshots remain small.
		await redis.del(...writer.keys, 'none', `count:${writer.number}`, `last:${writer.number}`);
		redis.disconnect();
		Object.assign(writer, {keys: [], acknowledged: 0, asked: 0});
	}
}
