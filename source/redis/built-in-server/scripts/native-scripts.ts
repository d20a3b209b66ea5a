import {cancelScript} from './cancel-4.js';
import {changeBudgetScript} from './change-budget-1.js';
import {claimScript} from './claim-n.js';
import {completeScript} from './complete-n.js';
import {extendScript} from './extend-1.js';
import {leadScript} from './lead-1.js';
import type {NativeScript} from './native-script.js';
import {previewScript} from './preview-n.js';
import {recordScript} from './record-4.js';
import {releaseScript} from './release-11.js';
import {renewScript} from './renew-n.js';
import {rescueScript} from './rescue-4.js';
import {retryScript} from './retry-7.js';
import {surveyScript} from './survey-n.js';
import {typedGiveBackScript} from './typed-give-back-1.js';
import {typedKeepScript} from './typed-keep-2.js';
import {typedPublishScript} from './typed-publish-1.js';
import {typedReportScript} from './typed-report-5.js';

/** All scripts of ours. */
export const nativeScripts: readonly NativeScript[] = [
	cancelScript,
	changeBudgetScript,
	claimScript,
	completeScript,
	extendScript,
	leadScript,
	previewScript,
	recordScript,
	releaseScript,
	renewScript,
	rescueScript,
	retryScript,
	surveyScript,
	typedGiveBackScript,
	typedKeepScript,
	typedPublishScript,
	typedReportScript,
];

const bySha1 = new Map(nativeScripts.map(script => [script.sha1, script]));

/**
The script that does the same as a Lua text.

@param sha1 Of the text, in small letters.
*/
export function findScript(sha1: string): NativeScript | undefined {
	return bySha1.get(sha1);
}
