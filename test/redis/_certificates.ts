import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {temporaryDirectory} from './_temporary-directory.js';

/**
Make an authority of our own and a certificate signed by it. They are gone when the test ends.

@param names What the certificate is for, like `IP:127.0.0.1` or `DNS:example.com`.
*/
export async function certificateFor(t: ExecutionContext, names: readonly string[]) {
	const directory = await temporaryDirectory(t);
	const file = (name: string) => path.join(directory, name);
	const [authorityKeyFile, authorityFile, keyFile, requestFile, extensionFile, certificateFile] = ['ca.key', 'ca.crt', 'server.key', 'server.csr', 'server.ext', 'server.crt']
		.map(name => file(name)) as [string, string, string, string, string, string];
	const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	await openssl('req', '-x509', ...newKey, '-keyout', authorityKeyFile, '-out', authorityFile, '-days', '2', '-subj', '/CN=Authority of a test');
	await openssl('req', ...newKey, '-keyout', keyFile, '-out', requestFile, '-subj', '/CN=Server of a test');
	await writeFile(extensionFile, `subjectAltName=${names.join(',')}\n`);
	const authority = ['-CA', authorityFile, '-CAkey', authorityKeyFile, '-CAcreateserial'];
	await openssl('x509', '-req', '-in', requestFile, ...authority, '-out', certificateFile, '-days', '2', '-extfile', extensionFile);
	return {authorityFile, keyFile, certificateFile};
}

async function openssl(...args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		execFile('openssl', args, (error, _stdout, stderr) => {
			if (error) {
				reject(new Error(stderr));
			} else {
				resolve();
			}
		});
	});
}
