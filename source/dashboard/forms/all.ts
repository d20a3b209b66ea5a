import type {FormDefinition} from '../form-fields.js';
import type {FormName} from '../view-state.js';
import {changeBudgetForm} from './change-budget.js';
import {publishForm} from './publish.js';
import {startWorkerForm} from './start-worker.js';

/** The forms. */
export const forms: Readonly<Record<FormName, FormDefinition>> = {
	publish: publishForm, 'start-worker': startWorkerForm, 'change-budget': changeBudgetForm,
};
