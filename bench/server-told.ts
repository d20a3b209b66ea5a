import process from 'node:process';

/** What a program of the bench tells of what it has asked of a server: how long that took, its own CPU time, and how many things it did. */
export type Told = {readonly ms: number; readonly cpuMs: number; readonly count: number};

/** Do something in a program of its own, tell of it, and end the program. @param doing Returns how many things it did. */
export async function tellLoad(doing: () => Promise<number>): Promise<void> {
	const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
	const count = await doing();
	const {user, system} = process.cpuUsage(startCpu);
	const told: Told = {ms: performance.now() - startMs, cpuMs: (user + system) / 1000, count};
	process.stdout.write(JSON.stringify(told), () => {
		process.exit(); // eslint-disable-line unicorn/no-process-exit
	});
}
