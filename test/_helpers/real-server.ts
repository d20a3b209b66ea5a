import test from 'ava';
import {serverKind} from './server-kind.js';

/**
`test`, for what only a real server has: TLS, users, Sentinels, replicas, scripts of others. Skipped where the tests use the built-in server.
*/
export const testWithRealServer = serverKind === 'built-in' ? test.skip : test;
