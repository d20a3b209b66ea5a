import {execFile} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

/**
What `_visitor.ts` prints for an address, and what anything in it prints on stderr. Environment variables are added to ours.
*/
export async function runVisitor(url: string, environment: Readonly<Record<string, string>> = {}): Promise<{readonly stdout: string; readonly stderr: string}> {
	const script = fileURLToPath(new URL('_visitor.ts', import.meta.url));
	return new Promise((resolve, reject) => {
		execFile(process.execPath, ['--import=tsx', script, url], {env: {...process.env, ...environment}, timeout: 60_000}, (error, stdout, stderr) => {
			if (error) {
				reject(new Error(`The visitor failed: ${stderr}`));
			} else {
				resolve({stdout: stdout.trim(), stderr});
			}
		});
	});
}
