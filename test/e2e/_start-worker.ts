import type {RedisServer} from '../_helpers/redis-server.js';
import {keys, type TestTerminal} from '../_helpers/terminal.js';

/** Start a worker with this executor through the form. `command`: the program for the executor `command`. The dashboard must show a list. */
export async function startWorkerWith(terminal: TestTerminal, executor: string, command = ''): Promise<void> {
	terminal.press('w');
	await terminal.waitFor(/^ Start a worker in this dashboard/m);
	const chosen = () => /^▸executor +‹ (\S+) ›/m.exec(terminal.text().join('\n'))?.[1];
	await terminal.waitFor(() => chosen() !== undefined);
	while (chosen() !== executor) {
		const before = chosen();
		terminal.press(keys.right);
		await terminal.waitFor(() => chosen() !== before);
	}

	if (command !== '') {
		terminal.press(`${keys.shiftTab}${command}`);
		await terminal.waitFor(/^▸command +\S/m);
	}

	terminal.press(keys.enter);
	await terminal.waitFor(/^ Started worker haiku_\S+/m);
}

/** Start a worker that simulates tasks. */
export async function startDryRunWorker(terminal: TestTerminal): Promise<void> {
	await startWorkerWith(terminal, 'dry-run');
}

/** Wait until a worker in another process is told what comes. */
export async function untilListening(redis: RedisServer, workerId: string): Promise<void> {
	let listeners = '';
	while (!listeners.endsWith('\n1')) {
		listeners = await redis.cli('PUBSUB', 'NUMSUB', `swarm:control:${workerId}`);
	}
}
