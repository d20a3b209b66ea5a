/*
Who may do what. The host itself acts as a user of its own with a random password. Everybody else may do what does not endanger the data or the process: what is kept, and how, is decided
when the server starts.
*/
import {randomBytes} from 'node:crypto';
import type {Valkey} from './valkey.js';

const host = 'haiku-swarm-host';
const denied = [
	'acl|deluser',
	'acl|load',
	'acl|save',
	'acl|setuser',
	'bgrewriteaof',
	'bgsave',
	'client|pause',
	'cluster',
	'config|rewrite',
	'config|set',
	'debug',
	'failover',
	'module',
	'psync',
	'replconf',
	'replicaof',
	'save',
	'script|debug',
	'shutdown',
	'slaveof',
	'sync',
].map(command => `-${command}`);

/** Apply the rules. @param users Further users: name and rules, as after `user` in a configuration file. */
export function applyAccessRules(valkey: Valkey, users: ReadonlyArray<readonly string[]>): void {
	const password = randomBytes(32).toString('hex');
	valkey.demand('ACL', 'SETUSER', host, 'reset', 'on', `>${password}`, '~*', '&*', '+@all');
	valkey.becomeUser(host, password);
	for (const user of [['default'], ...users]) {
		valkey.demand('ACL', 'SETUSER', ...user, ...denied);
	}
}
