import {chmod} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

/**
Install the fake Claude Code.

@param directory Where to put it.
@param name What `program.ts` looks at. Default: `claude`.
@returns The path of an executable file.
*/
export async function installFakeClaude(directory: string, name = 'claude'): Promise<string> {
	const file = path.join(directory, name);
	await build({
		entryPoints: [fileURLToPath(new URL('program.ts', import.meta.url))],
		outfile: file,
		bundle: true,
		platform: 'node',
		// An ES module would need an ending.
		format: 'cjs',
		// Its environment may lack a PATH.
		banner: {js: `#!${process.execPath}`},
		logLevel: 'silent',
	});
	await chmod(file, 0o755);
	return file;
}
