import type {View} from './define-view.js';
import {costView} from './cost-view.js';
import {findingsView} from './findings-view.js';
import {logView} from './log-view.js';
import {overviewView} from './overview-view.js';
import {tasksView} from './tasks-view.js';
import {workersView} from './workers-view.js';

/** The views, in the order of their number keys. */
export const views: readonly View[] = [overviewView, workersView, tasksView, findingsView, costView, logView];
