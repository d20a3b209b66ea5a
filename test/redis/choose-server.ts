import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {chooseServer, findServerBinary, programDirectories} from '../../source/redis/choose-server.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {temporaryDirectory} from './_temporary-directory.js';

const {signal} = new AbortController();

async function directoryWith(t: ExecutionContext, programs: Readonly<Record<string, string>>): Promise<string> {
	const directory = await temporaryDirectory(t);
	for (const [name, script] of Object.entries(programs)) {
		await writeFile(path.join(directory, name), `#!/bin/sh\n${script}\n`, {mode: 0o755});
	}

	return directory;
}

const redis6 = 'echo "Redis server v=6.2.0 sha=00000000:0 malloc=libc bits=64 build=0"';
const redis5 = 'echo "Redis server v=5.0.7 sha=00000000:0 malloc=libc bits=64 build=0"';
const valkey8 = 'echo "Valkey server v=8.0.1 sha=00000000:0 malloc=libc bits=64 build=0"';

testWithRealServer('the server of this machine is found', async t => {
	const {name, version, path: file} = await findServerBinary({signal});
	t.regex(`${name} ${version}`, /^(?:redis|valkey) \d+\.\d+\.\d+$/);
	t.regex(file, /^\/.*(?:redis|valkey)-server$/);
});

test('programs are looked for where package managers put them, too', t => {
	t.true(programDirectories().includes('/opt/homebrew/bin'));
	t.true(programDirectories().every(directory => path.isAbsolute(directory)));
});

test('Valkey is preferred, wherever it is', async t => {
	const first = await directoryWith(t, {'redis-server': redis6});
	const second = await directoryWith(t, {'valkey-server': valkey8});
	t.deepEqual(await findServerBinary({signal, directories: [first, second]}), {
		name: 'valkey', version: '8.0.1', path: path.join(second, 'valkey-server'), args: [],
	});
});

test('one that is too old, or does not run, is passed over', async t => {
	const broken = await directoryWith(t, {'valkey-server': 'exit 1', 'redis-server': redis5});
	const good = await directoryWith(t, {'redis-server': redis6});
	t.deepEqual(await findServerBinary({signal, directories: [broken, good]}), {
		name: 'redis', version: '6.2.0', path: path.join(good, 'redis-server'), args: [],
	});
});

test('when there is none that is new enough, it is the embedded server', async t => {
	const broken = await directoryWith(t, {'valkey-server': 'exit 1', 'redis-server': redis5});
	t.like(await findServerBinary({signal, directories: [broken]}), {name: 'embedded', path: process.execPath});
});

test('data of the embedded server is continued by it, whatever is installed', async t => {
	const directory = await directoryWith(t, {'valkey-server': valkey8});
	const dataDirectory = await temporaryDirectory(t);
	const choose = async () => (await chooseServer({signal, directories: [directory], dataDirectory})).name;
	t.is(await choose(), 'valkey');
	await writeFile(path.join(dataDirectory, 'journal-0'), '');
	t.is(await choose(), 'embedded');
});
