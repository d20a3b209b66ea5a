/**
Builds source/ into distribution/, or into the directory given as argument: ES modules with code splitting, not minified so that stack traces stay readable.
*/
import {
	chmod, cp, readdir, readFile, rm, writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';

// Ink loads the React developer tools when it is told to; nobody tells it here, and they open sockets.
const withoutDevtools = {
	name: 'without-devtools',
	setup(plugin) {
		plugin.onResolve({filter: /^react-devtools-core$/}, () => ({path: 'devtools', namespace: 'empty'}));
		plugin.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {initialize() {}, connectToDevTools() {}}'}));
	},
};

// A bundle needs no detour around `require`: esbuild gives ink-table the same Ink as everybody, and the same React.
const bundledInkTable = {
	name: 'bundled-ink-table',
	setup(plugin) {
		plugin.onLoad({filter: /[/\\]source[/\\]dashboard[/\\]components[/\\]ink-table\.ts$/}, () => ({contents: 'import inkTable from "ink-table"; export const InkTable = inkTable.default;', resolveDir: 'source/dashboard/components'}));
	},
};

/**
How everything is built that is measured against something: without the files to build.

@type {import('esbuild').BuildOptions}
*/
export const buildOptions = {
	bundle: true,
	splitting: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	jsx: 'automatic',
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	// CommonJS dependencies require Node's own modules.
	banner: {js: 'import {createRequire as createBundleRequire} from "node:module"; const require = createBundleRequire(import.meta.url);'},
	plugins: [withoutDevtools, bundledInkTable],
	logLevel: 'warning',
};

if (process.argv[1] === import.meta.filename) {
	const directory = process.argv[2] ?? 'distribution';
	await rm(directory, {recursive: true, force: true});
	const {metafile} = await build({
		...buildOptions, metafile: true, entryPoints: [{in: 'source/cli.ts', out: 'cli'}, {in: 'source/server/main.ts', out: 'server'}], outdir: directory,
	});
	await writeFile(`${directory}/third-party-licenses.txt`, await licensesOf(Object.keys(metafile.inputs)));

	// Scripts for Redis are read at run time, beside the bundle.
	await cp('source/redis/scripts', `${directory}/scripts`, {recursive: true});
	await chmod(`${directory}/cli.js`, 0o755);
}

/** The license texts of the packages that bundled files come from. */
async function licensesOf(files) {
	const packages = new Set(files.map(file => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
	const texts = await Promise.all([...packages].toSorted().map(async directory => {
		const {name, version, license} = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'));
		const names = await readdir(directory);
		const file = names.find(name => /^licen[cs]e/i.test(name));
		return `${name} ${version} (${license})\n\n${file ? await readFile(path.join(directory, file), 'utf8') : `The package contains no license text; see ${license}.`}`;
	}));
	return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
