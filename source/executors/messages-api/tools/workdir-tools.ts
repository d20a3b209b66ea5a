import {lstat} from 'node:fs/promises';
import path from 'node:path';
import type {ExecutorSettings} from '../../executor-settings.js';
import {AllowedHosts} from './allowed-hosts.js';
import {editFileTool} from './edit-file.js';
import {gitTool} from './git.js';
import {httpRequestTool} from './http-request.js';
import {listFilesTool} from './list-files.js';
import {readFileTool} from './read-file.js';
import {searchFilesTool} from './search-files.js';
import type {Tool} from './tool.js';
import {Workdir} from './workdir.js';
import {writeFileTool} from './write-file.js';

/** What the tools may reach. */
export type WorkdirToolsOptions = Pick<ExecutorSettings, 'workdir' | 'allowedHosts'>;

/**
The tools of a model that works in a directory: list, read, search, write, edit; git where the directory is the top of a repository; HTTP where hosts are allowed.

They are no sandbox of the operating system: what they refuse, they refuse by themselves.

@throws {UserError} when a host cannot be read, and what the file system throws when there is no such directory.
*/
export async function workdirTools({workdir: directory, allowedHosts}: WorkdirToolsOptions): Promise<readonly Tool[]> {
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
