import {existsSync, readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {channels, keys, swarmKeys} from '../source/protocol/redis-keys.js';
import {version} from '../source/protocol/version.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const pages = [...readdirSync(root), ...readdirSync(path.join(root, 'docs')).map(name => `docs/${name}`)].filter(name => name.endsWith('.md'));

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
	return heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s-]/gu, '').trim().replaceAll(' ', '-');
}

test('the readme is short and begins with the two commands that a newcomer needs', t => {
	const readme = read('readme.md');
	t.true(readme.split('\n').slice(0, 8).join('\n').includes('npm ci && npm start\nnpm ci && npm test'));
	t.true(new TextEncoder().encode(readme).length <= 10_000);
});

test('every link in the documentation leads somewhere', t => {
	const broken = pages.flatMap(page => [...read(page).matchAll(/]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)].flatMap(([link, target = '', anchor]) => {
		const file = target === '' ? page : path.join(path.dirname(page), target);
		const isBroken = !existsSync(path.join(root, file)) || (anchor !== undefined && ![...read(file).matchAll(/^#+ (.+)$/gm)].some(([, heading = '']) => anchorOf(heading) === anchor));
		return isBroken ? [`${page}: ${link}`] : [];
	}));
	t.deepEqual(broken, []);
});

test('the protocol page names every key and channel that the source uses', t => {
	const page = read('docs/protocol.md');
	const names = [...Object.values(keys), ...Object.values(swarmKeys)].map(key => typeof key === 'string' ? key : key('@' as never).replace(/@.*$/u, ''));
	t.deepEqual([...names, ...Object.values(channels)].filter(name => !page.includes(name)), []);
});

test('the version of the program is the version of the package, and the changelog has it', t => {
	t.is(version, (JSON.parse(read('package.json')) as {readonly version: string}).version);
	t.regex(read('changelog.md'), new RegExp(`^## ${version.replaceAll('.', String.raw`\.`)}$`, 'mu'));
});
