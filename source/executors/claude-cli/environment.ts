import process from 'node:process';
import {childEnvironment} from '../child/environment.js';

const anthropic = [
	['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS', 'ANTHROPIC_DEFAULT_*'],
	['CLAUDE_CODE_OAUTH_TOKEN', 'CLAUDE_CONFIG_DIR', 'CLAUDE_CODE_CLIENT_*'],
].flat();

// Variables by the cloud provider that needs them, which is enabled by another variable.
const clouds = {
	CLAUDE_CODE_USE_BEDROCK: ['AWS_*', 'ANTHROPIC_BEDROCK_*', 'CLAUDE_CODE_SKIP_BEDROCK_AUTH'],
	CLAUDE_CODE_USE_VERTEX: ['CLOUD_ML_REGION', 'VERTEX_REGION_*', 'GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CLOUD_PROJECT', 'ANTHROPIC_VERTEX_*', 'CLAUDE_CODE_SKIP_VERTEX_AUTH'],
	CLAUDE_CODE_USE_FOUNDRY: ['AZURE_*', 'ANTHROPIC_FOUNDRY_*', 'CLAUDE_CODE_SKIP_FOUNDRY_AUTH'],
};

/**
The environment for Claude Code: common variables, credentials, and settings for unattended runs.

@param timeoutMs Time limit of the attempt. A request may take a third of it, to leave time for a retry.
@param own The environment to choose from. Default: that of this process.
*/
export function claudeEnvironment(timeoutMs: number, own: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const cloud = Object.entries(clouds).flatMap(([toggle, names]) => own[toggle] ? [toggle, ...names] : []);
	return {
		...childEnvironment([...anthropic, ...cloud], own),
		// With the default of ten retries, a wrong key fails after minutes.
		CLAUDE_CODE_MAX_RETRIES: '1',
		API_TIMEOUT_MS: String(Math.ceil(timeoutMs / 3)),
		DISABLE_AUTOUPDATER: '1',
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
	};
}
