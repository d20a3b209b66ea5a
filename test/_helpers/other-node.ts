/*
`npm run test:node -- 24`: runs the fast half of the tests, which needs no server, on another version of Node.js. It comes as an npm package and is removed afterwards.
*/
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

const folders = ['protocol', 'money', 'text', 'store', 'executors', 'terminal', 'dashboard'];
const version = process.argv[2] ?? '';
if (!/^\d+(?:\.\d+){0,2}$/u.test(version)) {
	throw new Error(`Expected a version of Node.js, such as 24, got ${version === '' ? 'nothing' : version}`);
}

const packageName = `node-${process.platform}-${process.arch}`;
const directory = mkdtempSync(path.join(tmpdir(), 'haiku-swarm-node-'));
const program = path.join(directory, 'node_modules', packageName, 'bin', 'node');
const environment = {...process.env, PATH: `${path.dirname(program)}${path.delimiter}${process.env.PATH}`};

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
	return spawnSync(command, args, {stdio: 'inherit', env}).status ?? 1;
}

try {
	process.exitCode = run('npm', ['install', '--prefix', directory, '--no-save', '--no-audit', '--no-fund', `${packageName}@${version}`])
		|| run(program, ['--version'])
		|| run(program, [path.resolve('node_modules/ava/entrypoints/cli.mjs'), ...folders.map(folder => `test/${folder}`)], environment);
} finally {
	rmSync(directory, {recursive: true, force: true});
}
