import {access, constants, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/**
Find a program as a shell would, but never in a directory that the `PATH` names relatively: that would be looked for in the working directory of whoever runs it.

@param name A name to look for in the `PATH`, or a path, taken from the directory of this process.
@param searchPath Directories, as in `PATH`. Default: ours.
@returns Its absolute path, or `null` where there is no such file that may be executed.
*/
export async function findProgram(name: string, searchPath: string = process.env.PATH ?? ''): Promise<string | null> {
	const directories = searchPath.split(path.delimiter).filter(directory => path.isAbsolute(directory));
	const candidates = name.includes('/') ? [path.resolve(name)] : directories.map(directory => path.join(directory, name));
	for (const file of candidates) {
		if (await isProgram(file)) {
			return file;
		}
	}

	return null;
}

async function isProgram(file: string): Promise<boolean> {
	try {
		await access(file, constants.X_OK);
		const stats = await stat(file);
		return stats.isFile();
	} catch {
		return false;
	}
}
