import test from 'ava';
import {serverKind} from './server-kind.js';

/**
`test`, for what only a real server has: TLS, users, Sentinels, replicas, scripts of others. Skipped where the tests use the embedded server.
*/
export const testWithRealServer = serverKind === 'embedded' ? test.skip : test;
