import process from 'node:process';
import {openTestTerminal} from '../test/_helpers/terminal.js';
import type {Measurement} from './measurement.js';
import {memoryMb} from './process-facts.js';
import {hasRead, type Programs} from './programs.js';

/**
Resident memory of the dashboard after it has read everything.

@param url A server with this many findings.
*/
export async function measureMemory({dashboard}: Programs, url: string, findings: number): Promise<readonly Measurement[]> {
	const startMs = performance.now();
	const terminal = await openTestTerminal({
		columns: 200, rows: 50, command: process.execPath, args: [dashboard, '--redis', url],
	});
	try {
		await terminal.waitFor(hasRead(findings), {timeoutMs: 300_000});
		const seconds = (performance.now() - startMs) / 1000;
		const {now, peak} = memoryMb(terminal.pid);
		const name = findings.toLocaleString('en');
		return [
			{
				what: `memory, ${name} findings`, value: now, unit: 'MB', goal: 150, note: `VmRSS when all are read, after ${seconds.toFixed(1)} s`,
			},
			{
				what: '  at its peak', value: peak, unit: 'MB', goal: null, note: 'VmHWM',
			},
		];
	} finally {
		await terminal.close();
	}
}
