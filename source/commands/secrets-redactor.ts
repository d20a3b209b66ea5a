import process from 'node:process';
import type {Address} from '../redis/address.js';
import {redactor, secretsOf} from '../executors/secrets.js';

/** Takes out everything that this process must keep to itself: what its environment calls a secret, and the password of Redis. */
export function secretsRedactor(address: Address): <T>(value: T) => T {
	return redactor(secretsOf(process.env, ...(address.password === undefined ? [] : [address.password])));
}
