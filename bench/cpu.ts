import {setTimeout as delay} from 'node:timers/promises';
import process from 'node:process';
import {startRedis} from '../test/_helpers/redis-server.js';
import {openTestTerminal, type TestTerminal} from '../test/_helpers/terminal.js';
import type {Measurement} from './measurement.js';
import {cpuMs} from './process-facts.js';
import {runProgram, withProgram, type Programs} from './programs.js';

// What the screen shows in full digits.
const maxCounted = 99_000;
const perSecond = 10_000;
const settleMs = 2000;

/** Run the dashboard on an empty server of its own, wait until it has read it, and do something with both. */
async function withDashboard<Result>({dashboard}: Programs, doing: (port: number, terminal: TestTerminal) => Promise<Result>): Promise<Result> {
	const server = await startRedis();
	const terminal = await openTestTerminal({
		columns: 200, rows: 50, command: process.execPath, args: [dashboard, '--redis', server.url],
	});
	try {
		await terminal.waitFor('live ');
		return await doing(server.port, terminal);
	} finally {
		await terminal.close();
		await server.stop();
	}
}

async function idle(programs: Programs, seconds: number): Promise<readonly Measurement[]> {
	return withDashboard(programs, async (port, terminal) => withProgram(programs.writer, [port, 'beats', 100, 0], async () => {
		await terminal.waitFor('100 workers');
		await delay(settleMs);
		const [beforeMs, bytes, startMs] = [cpuMs(terminal.pid), terminal.raw.length, performance.now()];
		await delay(seconds * 1000);
		const percent = (cpuMs(terminal.pid) - beforeMs) / (performance.now() - startMs) * 100;
		const frames = terminal.raw.slice(bytes).split('\u001B[?2026h').length - 1;
		const drawing = `${(frames / seconds).toFixed(1)} frames/s of ${Math.round((terminal.raw.length - bytes) / Math.max(1, frames))} bytes`;
		return [{
			what: 'CPU of a core, 100 workers idle', value: percent, unit: '%', goal: 2, note: `over ${seconds} s; each beats every 15 s; ${drawing}`,
		}];
	}));
}

async function busy(programs: Programs, findings: number): Promise<readonly Measurement[]> {
	return withDashboard(programs, async (port, terminal) => {
		await delay(settleMs);
		const [beforeMs, startMs] = [cpuMs(terminal.pid), performance.now()];
		const writingSeconds = Number(await runProgram(programs.writer, port, 'findings', findings, perSecond));
		const percent = (cpuMs(terminal.pid) - beforeMs) / (performance.now() - startMs) * 100;
		const shown = `${findings.toLocaleString('en')} total`;
		const missed = await terminal.waitFor(shown, {timeoutMs: 10_000}).then(() => 0, () => findings - totalOn(terminal));
		return [
			{
				what: 'CPU of a core, 10,000 findings/s', value: percent, unit: '%', goal: 40, note: `${findings} written and announced in ${writingSeconds.toFixed(1)} s`,
			},
			{
				what: '  missed of them', value: missed, unit: 'findings', goal: 0, note: 'written, less the total on the screen',
			},
		];
	});
}

function totalOn(terminal: TestTerminal): number {
	const found = /([\d,]+) total/u.exec(terminal.text().join('\n'));
	return Number(found?.[1]?.replaceAll(',', '') ?? 0);
}

/**
What the dashboard takes of a core while 100 workers only beat, and while 10,000 findings a second come. The writers are processes of their own.

@param seconds How long each is watched, at most 9.9 for the findings.
*/
export async function measureCpu(programs: Programs, seconds: number): Promise<readonly Measurement[]> {
	return [...await idle(programs, seconds), ...await busy(programs, Math.min(maxCounted, seconds * perSecond))];
}
