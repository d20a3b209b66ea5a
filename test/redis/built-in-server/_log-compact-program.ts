// Compacts as the server's own program does.
import process from 'node:process';
import {compactLog} from '../../../source/redis/built-in-server/log/compact-log.js';

await compactLog(process.argv.slice(2));
