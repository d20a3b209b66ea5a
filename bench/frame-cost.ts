import type {Measurement} from './measurement.js';
import {runProgram, type Programs} from './programs.js';

/**
The cost of one frame: 200x50, 60 workers that all change, drawn by the real components on a terminal that accepts everything at once.
*/
export async function measureFrameCost({frames: program}: Programs, frames: number): Promise<readonly Measurement[]> {
	const {frameMs, slowMs, ownMs, cpuMs, bytes} = JSON.parse(await runProgram(program, frames)) as Readonly<Record<'frameMs' | 'slowMs' | 'ownMs' | 'cpuMs' | 'bytes', number>>;
	return [
		{
			what: 'a frame of 200x50', value: frameMs, unit: 'ms', goal: 12, note: `60 rows change; median of ${frames}, 95 % below ${slowMs.toFixed(1)} ms`,
		},
		{
			what: '  of it our own part', value: ownMs, unit: 'ms', goal: null, note: 'snapshot, window and fitted cells, measured alone between complete frames',
		},
		{
			what: '  of it Ink, React, screen', value: frameMs - ownMs, unit: 'ms', goal: null, note: `the rest: ${((1 - (ownMs / frameMs)) * 100).toFixed(0)} %`,
		},
		{
			what: '  CPU of it', value: cpuMs, unit: 'ms', goal: null, note: 'mean, all threads, including garbage collection',
		},
		{
			what: '  bytes of it', value: bytes, unit: 'bytes', goal: null, note: 'mean, written to the terminal',
		},
	];
}
