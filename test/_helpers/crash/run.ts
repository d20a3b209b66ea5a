/*
`npm run crash`: 60 kills under 20 writers. Fails when anything was lost, or done twice.
*/
import process from 'node:process';
import {crashTrial} from './crash-trial.js';

const report = await crashTrial({kills: 60, writers: 20});
console.table(report);
process.exitCode = report.lost === 0 && report.twice === 0 ? 0 : 1;
