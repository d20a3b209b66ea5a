import process from 'node:process';
import {imitatedVersion} from '../server-version.js';
import type {Server} from './server.js';

type Section = (server: Server) => Readonly<Record<string, string | number>>;

/** What `INFO` tells, in the words of Redis, as far as it has a meaning here. */
const sections: Readonly<Record<string, Section>> = {
	server: ({settings, startedAtMs, notices, nowMs}) => ({
		redis_version: imitatedVersion,
		// Not a field of Redis: by it we know ourselves.
		server_name: 'haiku-swarm',
		...(notices.length > 0 && {haiku_swarm_notice: notices.join(' ')}),
		redis_mode: 'standalone',
		os: `${process.platform} ${process.arch}`,
		arch_bits: 64,
		multiplexing_api: 'libuv',
		process_id: process.pid,
		run_id: process.pid.toString(16).padStart(40, '0'),
		tcp_port: settings.port,
		server_time_usec: nowMs() * 1000,
		uptime_in_seconds: Math.floor((nowMs() - startedAtMs) / 1000),
		hz: 10,
	}),
	clients: server => ({
		connected_clients: server.sessions.size,
		maxclients: server.settings.maxclients,
		tracking_clients: [...server.sessions.all()].filter(({tracking}) => tracking).length,
		blocked_clients: 0,
	}),
	memory: ({usedBytes, settings}) => ({
		used_memory: usedBytes,
		used_memory_rss: process.memoryUsage.rss(),
		maxmemory: settings.maxmemory,
		maxmemory_policy: 'noeviction',
	}),
	persistence: ({journal, isLoading}) => ({
		loading: isLoading ? 1 : 0,
		...(isLoading && {loading_eta_seconds: 1}),
		aof_enabled: journal ? 1 : 0,
		aof_rewrite_in_progress: journal?.isRewriting ? 1 : 0,
		aof_last_write_status: journal?.problem === undefined ? 'ok' : 'err',
		aof_current_size: journal?.sizeBytes ?? 0,
		rdb_bgsave_in_progress: 0,
		rdb_last_bgsave_status: 'ok',
	}),
	stats: ({counts, databases, pubSub}) => ({
		total_connections_received: counts.connections,
		total_commands_processed: counts.commands,
		rejected_connections: counts.rejected,
		client_output_buffer_limit_disconnections: counts.dropped,
		expired_keys: sum(databases.map(({expired}) => expired)),
		evicted_keys: 0,
		keyspace_hits: sum(databases.map(({hits}) => hits)),
		keyspace_misses: sum(databases.map(({misses}) => misses)),
		pubsub_channels: [...pubSub.channels()].length,
		pubsub_patterns: pubSub.patternCount,
	}),
	replication: () => ({role: 'master', connected_slaves: 0, master_repl_offset: 0}),
	cpu() {
		const {user, system} = process.cpuUsage();
		return {used_cpu_sys: (system / 1e6).toFixed(6), used_cpu_user: (user / 1e6).toFixed(6)};
	},
	commandstats: ({counts}) => Object.fromEntries([...counts.calls].map(([name, calls]) => [`cmdstat_${name}`, `calls=${calls}`])),
	cluster: () => ({cluster_enabled: 0}),
	keyspace: ({databases}) => Object.fromEntries(databases.filter(({size}) => size > 0)
		.map(({index, size, volatile}) => [`db${index}`, `keys=${size},expires=${volatile},avg_ttl=0`])),
};

/**
The text of `INFO`.

@param wanted Names of sections, however written. Default: those that Redis tells by default.
*/
export function info(server: Server, wanted: readonly string[]): string {
	const names = wanted.length === 0 ? ['default'] : wanted.map(name => name.toLowerCase());
	const all = names.includes('all') || names.includes('everything');
	const isWanted = (name: string) => all || names.includes(name) || (names.includes('default') && name !== 'commandstats');
	return Object.entries(sections).filter(([name]) => isWanted(name)).map(([name, read]) => {
		const facts = Object.entries(read(server)).map(([fact, value]) => `${fact}:${value}\r\n`);
		return `# ${name[0]?.toUpperCase()}${name.slice(1)}\r\n${facts.join('')}`;
	}).join('\r\n');
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
