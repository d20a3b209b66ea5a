import type {View} from '../view.js';
import {costView} from './cost.js';
import {findingsView} from './findings.js';
import {logView} from './log.js';
import {overviewView} from './overview.js';
import {tasksView} from './tasks.js';
import {workersView} from './workers.js';

/** The views, in the order of their number keys. */
export const views: readonly View[] = [overviewView, workersView, tasksView, findingsView, costView, logView];

/** Numbers of the views that keys and actions lead to. */
export const viewNumbers = {overview: 0, tasks: 2} as const;
