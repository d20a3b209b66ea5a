/*
Behaves like Claude Code 2.1.329, as far as a worker sees it. What happens is told by the prompt: `[fake:<scenario>]`, or `[fake:<scenario> <port>]`.

If its name has `old` in it, it does not know --restricted; `broken`: it does not run; `managed`: it has one tool more than it was told.
*/
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {forever, scenarios} from './scenarios.js';
import {fail, Voice, write} from './voice.js';

const name = path.basename(process.argv[1] ?? '');
const withValue = new Set(['--model', '--tools', '--permission-mode', '--permission-prompts', '--system-prompt', '--max-turns', '--max-budget-usd', '--output-format']);
const withoutValue = new Set(['--print', '--restricted', '--strict-mcp-config', '--disable-slash-commands', '--no-session-persistence', '--verbose', '--help']);
if (name.includes('old')) {
	withoutValue.delete('--restricted');
}

if (name.includes('broken')) {
	fail('error while loading shared libraries: libc.so.6');
}

const flags = new Map<string, string>();
const args = process.argv.slice(2);
for (let flag = args.shift(); flag !== undefined; flag = args.shift()) {
	if (!withValue.has(flag) && !withoutValue.has(flag)) {
		fail(`error: unknown option '${flag}'`);
	}

	flags.set(flag, withValue.has(flag) ? args.shift() ?? '' : '');
}

if (flags.has('--help')) {
	help();
} else {
	checkFlags();
	// eslint-disable-next-line unicorn/prefer-top-level-await -- As no ES module, it has no await at its top level.
	void run();
}

function help(): void {
	// The limit of turns is not in the help of the real one either.
	const shown = [...withValue, ...withoutValue].filter(flag => flag !== '--max-turns');
	write(`Usage: claude [options] [command] [prompt]\n\nOptions:\n${shown.map(flag => `  ${flag}  not the same as --no${flag.slice(1)}\n`).join('')}`);
}

function checkFlags(): void {
	const budget = flags.get('--max-budget-usd');
	if (flags.get('--output-format') === 'stream-json' && !flags.has('--verbose')) {
		fail('Error: When using --print, --output-format=stream-json requires --verbose');
	}

	if (budget !== undefined && !(Number(budget) > 0)) {
		fail(`error: option '--max-budget-usd <amount>' argument '${budget}' is invalid. --max-budget-usd must be a number greater than 0`);
	}
}

async function run(): Promise<void> {
	const voice = new Voice(flags.get('--model') ?? '');
	const prompt = await text(process.stdin);
	const [, scenario = 'ok', port = ''] = /\[fake:([\w-]+)(?: (\d+))?]/.exec(prompt) ?? [];
	if (scenario !== 'sigterm' && scenario !== 'crash') {
		const tools = [...(flags.get('--tools') ?? '').split(','), ...(name.includes('managed') ? ['Bash'] : [])];
		voice.say({
			type: 'system', subtype: 'init', cwd: process.cwd(), tools, model: voice.model, permissionMode: 'acceptEdits', claude_code_version: '2.1.329',
		});
	}

	if (name.includes('managed')) {
		await forever();
	}

	await scenarios[scenario]?.(voice, {prompt, port, budget: flags.get('--max-budget-usd')});
}
