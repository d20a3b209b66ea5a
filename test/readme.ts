import {readFileSync} from 'node:fs';
import test from 'ava';
import {helpText} from '../source/commands/help-text.js';
import {version} from '../source/protocol/version.js';

const readme = readFileSync(new URL('../readme.md', import.meta.url), 'utf8');

test('the readme has the help of the program, word for word', t => {
	const lines = helpText.trim().split('\n').map(line => line.replace(/^\t/u, ''));
	t.true(readme.includes(`\`\`\`\n${lines.join('\n')}\n\`\`\``));
});

test('the two command lines that a newcomer needs stand at the top of the readme', t => {
	t.true(readme.split('\n').slice(0, 8).join('\n').includes('npm ci && npm start\nnpm ci && npm test'));
});

test('the version is the one of the package', t => {
	const packageFile = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {readonly version: string};
	t.is(version, packageFile.version);
});
