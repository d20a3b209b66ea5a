import test from 'ava';
import {
	execute, executor, key, nothing, once, twice, unknown,
} from './_claude.js';

/** Scenario, who is to blame, what is said, what was spent, how long to wait. */
const failures: ReadonlyArray<readonly [scenario: string, blame: 'task' | 'worker', error: RegExp, spending: object, retryAfterMs?: number]> = [
	['max-turns', 'task', /^Expected a result from Claude Code, got error_max_turns: Reached maximum number of turns \(20\)$/, once],
	['budget', 'task', /error_max_budget_usd: Reached maximum budget \(\$0\.003\)/, twice],
	['during-execution', 'task', /error_during_execution: Something broke/, once],
	['400', 'task', /prompt is too long/, nothing],
	['billing', 'worker', /Credit balance is too low/, nothing],
	['401', 'worker', /^Expected a result from Claude Code, got Failed to authenticate\. API Error: 401 invalid x-api-key$/, nothing],
	['403', 'worker', /403/, nothing],
	['404', 'worker', /selected model/, nothing],
	['429', 'worker', /429/, nothing, 2376],
	['429-soon', 'worker', /429/, nothing],
	['500', 'worker', /500/, nothing],
	['529', 'worker', /529/, nothing],
	['api-timeout', 'worker', /timed out/, nothing],
	['cut', 'worker', /Connection lost/, once],
	['refusal', 'task', /can't help/, once],
	['max-tokens', 'task', /output token maximum/, once],
	['not-logged-in', 'worker', /Not logged in/, nothing],
	['not-logged-in-old', 'worker', /Invalid API key/, nothing],
	['empty', 'task', /^Expected a result from Claude Code, got an empty one\.$/, once],
	['sigint', 'task', /^Expected a result from Claude Code, got exit code 0: no error message$/, unknown],
	['sigterm', 'task', /exit code 143/, nothing],
	['killed', 'task', /got SIGKILL/, unknown],
	['crash', 'worker', /exit code 1: at frame \(cli\.js:1:1\) TypeError: undefined is not an object \[secret]$/, nothing],
	['crash-later', 'task', /exit code 1: no error message$/, unknown],
	['error-with-exit-0', 'worker', /500/, nothing],
	['max-turns-old', 'task', /error_max_turns: Hello there\.$/, once],
	['exit-1-after-success', 'task', /got a result and exit code 1\.$/, once],
	['cut-line', 'task', /got exit code/, unknown],
	['endless', 'task', /too much output/, {costUsd: null, costBasis: 'unknown'}],
];

for (const [scenario, blame, error, spending, retryAfterMs = null] of failures) {
	test(`${scenario} fails, and is blamed on the ${blame}`, async t => {
		const outcome = await execute(await executor(t), scenario, {budgetUsd: 0.003});
		t.like(outcome, {
			...spending, status: 'failed', blame, retryAfterMs, filesChanged: [],
		});
		t.regex('error' in outcome ? outcome.error : '', error);
		t.false(JSON.stringify(outcome).includes(key));
	});
}

test('the limit of a subscription tells when it resets', async t => {
	const outcome = await execute(await executor(t), '429-window');
	t.like(outcome, {status: 'failed', blame: 'worker'});
	const minutes = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) / 60_000 : 0;
	t.true(minutes > 55 && minutes <= 61);
});
