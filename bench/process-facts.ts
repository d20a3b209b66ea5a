import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], {encoding: 'utf8'}));

/** CPU time that a process has used so far, in user and kernel mode together, in milliseconds. The kernel counts in steps of 10. */
export function cpuMs(pid: number): number {
	// The name of the program stands in parentheses, and may hold anything.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /su, '').split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 1000 / ticksPerSecond;
}

/** Resident memory of a process now, and the most it ever had, in MB of 1,048,576 bytes. */
export function memoryMb(pid: number): {readonly now: number; readonly peak: number} {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kibibytes = (name: string) => Number(new RegExp(String.raw`^${name}:\s+(\d+)`, 'mu').exec(status)?.[1]);
	return {now: kibibytes('VmRSS') / 1024, peak: kibibytes('VmHWM') / 1024};
}
