import type {RedisServer} from '../_helpers/redis-server.js';
import {keys, type TestTerminal} from '../_helpers/terminal.js';

/** Open the form for a new worker, choose `dry-run`, and start it. The dashboard must show a list. */
export async function startDryRunWorker(terminal: TestTerminal): Promise<void> {
	terminal.press('w');
	await terminal.waitFor(/^ Start a worker in this dashboard/m);
	const chosen = () => /^▸executor +‹ (\S+) ›/m.exec(terminal.text().join('\n'))?.[1];
	await terminal.waitFor(() => chosen() !== undefined);
	while (chosen() !== 'dry-run') {
		const before = chosen();
		terminal.press(keys.right);
		await terminal.waitFor(() => chosen() !== before);
	}

	await terminal.waitFor('dry-run does not run tasks');
	terminal.press(keys.enter);
	await terminal.waitFor(/^ Started worker haiku_\S+/m);
}

/** Wait until a worker in another process is told what comes. */
export async function untilListening(redis: RedisServer, workerId: string): Promise<void> {
	let listeners = '';
	while (!listeners.endsWith('\n1')) {
		listeners = await redis.cli('PUBSUB', 'NUMSUB', `swarm:control:${workerId}`);
	}
}
