import test from 'ava';
import {hasRedisCli} from './foreign-process.js';

/** `test`, for what is typed into `redis-cli`. Skipped where there is none. */
export const testWithRedisCli = hasRedisCli ? test : test.skip;

/** `test.serial`, for what is typed into `redis-cli`. Skipped where there is none. */
export const serialTestWithRedisCli = hasRedisCli ? test.serial : test.serial.skip;
