import type {TrialKind, TrialReport} from './trial.js';

const names: Readonly<Record<TrialKind, string>> = {
	swarm: 'haiku-swarm',
	naive: 'The fixed protocol alone',
};

/** A report for people. */
export function reportLines(kind: TrialKind, report: TrialReport): readonly string[] {
	const {lost, finishedTwice, costErrorMicroUsd, stuck, failures} = report;
	return [
		`${names[kind]}: lost ${lost.length}, finished twice ${finishedTwice.length}, cost error $${costErrorMicroUsd / 1e6}, stuck ${stuck}`,
		`  ${report.attempts} attempts in ${report.seconds} s, ${report.changedHands} tasks changed hands, ${report.retries} were set aside and retried by hand;`,
		`  ${report.kills} processes killed, ${report.naps} put to sleep; Redis stopped and started ${report.restarts} times;`,
		`  ${report.cuts} connections cut, ${report.lostReplies} of them when Redis had answered and the client did not know yet`,
		...lost.length > 0 ? [`  lost: ${someOf(lost)}; ${report.neverClaimed} of them were never claimed`] : [],
		...finishedTwice.length > 0 ? [`  finished twice: ${someOf(finishedTwice)}`] : [],
		...kind === 'swarm' ? report.trace.map(line => `    ${line}`) : [],
		...failures.map(failure => `  ${failure}`),
	];
}

/** Whether nothing went wrong that must not. */
export function isClean({lost, finishedTwice, costErrorMicroUsd, stuck, failures}: TrialReport): boolean {
	return lost.length === 0 && finishedTwice.length === 0 && costErrorMicroUsd === 0 && stuck === 0 && failures.length === 0;
}

function someOf(ids: readonly string[]): string {
	return ids.length > 10 ? `${ids.slice(0, 10).join(', ')}, …` : ids.join(', ');
}
