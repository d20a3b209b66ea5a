import {abort} from './abort.js';
import type {Action} from './action.js';
import {announce} from './announce.js';
import {budget} from './budget.js';
import {cancel} from './cancel.js';
import {drain} from './drain.js';
import {drainHere} from './drain-here.js';
import {pause} from './pause.js';
import {publish} from './publish.js';
import {rescue} from './rescue.js';
import {resume} from './resume.js';
import {retry} from './retry.js';
import {stop} from './stop.js';

/** Everything that a person can do to the swarm, the most useful first: in a narrow terminal the last hints go first. */
export const actions: readonly Action[] = [publish, rescue, retry, cancel, abort, announce, pause, resume, drain, drainHere, stop, budget];
