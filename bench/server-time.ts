import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import type {RedisServer} from '../test/_helpers/redis-server.js';
import {openTestTerminal} from '../test/_helpers/terminal.js';
import type {Measurement} from './measurement.js';
import {hasRead, withProgram, type Programs} from './programs.js';

const workers = 100;
// What a dashboard calls itself; what a script calls is counted in the script.
const ownCommands = ['evalsha', 'eval', 'scan', 'ping', 'dbsize'];

type ServerFacts = {
	/** Calls of the dashboard, and the server's time in them. */
	readonly calls: number;
	readonly ms: number;
	/** The reads among them. */
	readonly reads: number;
	readonly readMs: number;
	/** CPU time of the whole server. */
	readonly cpuMs: number;
};

async function factsOf(server: RedisServer): Promise<ServerFacts> {
	const info = await server.cli('INFO', 'everything');
	const command = (name: string) => {
		const [, calls = 0, microseconds = 0] = new RegExp(String.raw`^cmdstat_${name}:calls=(\d+),usec=(\d+)`, 'mu').exec(info) ?? [];
		return {calls: Number(calls), ms: Number(microseconds) / 1000};
	};

	const field = (name: string) => Number(new RegExp(String.raw`^${name}:([\d.]+)`, 'mu').exec(info)?.[1]);
	const own = ownCommands.map(name => command(name));
	const read = command('evalsha');
	return {
		calls: own.reduce((sum, {calls}) => sum + calls, 0),
		ms: own.reduce((sum, {ms}) => sum + ms, 0),
		reads: read.calls,
		readMs: read.ms,
		cpuMs: (field('used_cpu_user') + field('used_cpu_sys')) * 1000,
	};
}

async function during(server: RedisServer, seconds: number): Promise<ServerFacts> {
	const before = await factsOf(server);
	await delay(seconds * 1000);
	const after = await factsOf(server);
	return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name as keyof ServerFacts]])) as ServerFacts;
}

/**
What the dashboard costs the server once it has read everything, while 100 workers beat: by the server's own count of commands, and by its CPU time with and without a dashboard.

@param findings How many findings the server holds.
*/
export async function measureServerTime({dashboard, writer}: Programs, server: RedisServer, findings: number, seconds: number): Promise<readonly Measurement[]> {
	return withProgram(writer, [server.port, 'beats', workers, 0], async () => {
		await delay(1000);
		const without = await during(server, seconds);
		const terminal = await openTestTerminal({
			columns: 200, rows: 50, command: process.execPath, args: [dashboard, '--redis', server.url],
		});
		try {
			await terminal.waitFor(hasRead(findings), {timeoutMs: 300_000});
			const within = await during(server, seconds);
			const [what, reads] = [`server time a refresh, ${findings.toLocaleString('en')} findings`, (within.reads / seconds).toFixed(1)];
			const [calls, alone] = [(within.calls / seconds).toFixed(1), (without.cpuMs / seconds).toFixed(1)];
			return [
				{
					what, value: within.readMs / within.reads, unit: 'ms', goal: 1, note: `${reads} reads/s of what changed, ${workers} workers beat`,
				},
				{
					what: '  server time a second', value: within.ms / seconds, unit: 'ms', goal: null, note: `all ${calls} commands/s of the dashboard`,
				},
				{
					what: '  server CPU a second', value: (within.cpuMs - without.cpuMs) / seconds, unit: 'ms', goal: null, note: `with a dashboard, less ${alone} ms without`,
				},
			];
		} finally {
			await terminal.close();
		}
	});
}
