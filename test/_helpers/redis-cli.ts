import test from 'ava';
import {isInstalled} from './server-kind.js';

/** Whether the machine has `redis-cli`. One that can do without Redis may not. */
export const hasRedisCli = isInstalled('redis-cli');

/** `test`, for what is typed into `redis-cli`. Skipped where there is none. */
export const testWithRedisCli = hasRedisCli ? test : test.skip;

/** `test.serial`, for what is typed into `redis-cli`. Skipped where there is none. */
export const serialTestWithRedisCli = hasRedisCli ? test.serial : test.serial.skip;
