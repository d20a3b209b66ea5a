import {lstat} from 'node:fs/promises';
import path from 'node:path';
import type {ExecutorSettings} from '../../executor.js';
import {AllowedHosts} from './allowed-hosts.js';
import type {Tool} from './define-tool.js';
import {editFileTool} from './edit-file.js';
import {gitTool} from './git.js';
import {httpRequestTool} from './http-request.js';
import {listFilesTool} from './list-files.js';
import {readFileTool} from './read-file.js';
import {searchFilesTool} from './search-files.js';
import {Workdir} from './workdir.js';
import {writeFileTool} from './write-file.js';

/**
The tools of a model in a working directory: list, read, search, write and edit files; git at the top of a repository; HTTP if hosts are allowed.

They enforce their limits themselves; that is not a sandbox of the operating system.

@throws {UserError} if a host is invalid; file system errors.
*/
export async function workdirTools({workdir: directory, allowedHosts}: Pick<ExecutorSettings, 'workdir' | 'allowedHosts'>): Promise<readonly Tool[]> {
	const workdir = await Workdir.open(directory);
	const repository = await lstat(path.join(workdir.root, '.git')).catch(() => null);
	return [
		listFilesTool(workdir),
		readFileTool(workdir),
		searchFilesTool(workdir),
		writeFileTool(workdir),
		editFileTool(workdir),
		...(repository === null ? [] : [gitTool(workdir)]),
		...(allowedHosts.length === 0 ? [] : [httpRequestTool(new AllowedHosts(allowedHosts))]),
	];
}
