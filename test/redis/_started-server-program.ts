// A program that starts or shares a server at the port and in the directory of its arguments, and tells the server's process id. Then it keeps its
// connection; with a third argument it closes that, and does nothing more.
import process from 'node:process';
import {findOrStartRedis} from '../../source/redis/find-or-start.js';
import {serverDirectories} from '../_helpers/server-kind.js';
import {pidIn} from '../_helpers/server-pid.js';

const [port, directory = '', leaves] = process.argv.slice(2);
const {connection, ownServer} = await findOrStartRedis({
	noStart: false, directory, programDirectories: serverDirectories, port: Number(port), signal: AbortSignal.timeout(30_000),
});
await connection.call('SET', 'key', 'value');
const info = String(await connection.call('INFO', 'server'));
console.log(`${ownServer ? 'own' : 'shared'} ${pidIn(info)}`);

if (leaves) {
	await connection.close();
}
