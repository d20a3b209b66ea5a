// Compacts, but its parent goes away meanwhile.
import process from 'node:process';
import {compactLog} from '../../../source/redis/built-in-server/log/compact-log.js';

let asked = 0;
Object.defineProperty(process, 'ppid', {get: () => asked++ === 0 ? 1000 : 1});
await compactLog(process.argv.slice(2));
