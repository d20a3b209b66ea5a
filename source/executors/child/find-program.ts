import {access, constants, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/**
Find a program as a shell would, but skip relative directories in the `PATH`: they depend on the working directory.

@param name A name to look up in the `PATH`, or a path relative to the current directory.
@param searchPath Default: our `PATH`.
@returns Its absolute path, or `null` if there is no such executable file.
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
		return (await stat(file)).isFile();
	} catch {
		return false;
	}
}
