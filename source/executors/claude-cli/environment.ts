import process from 'node:process';
import {childEnvironment} from '../child/environment.js';

const anthropic = [
	['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS', 'ANTHROPIC_DEFAULT_*'],
	['CLAUDE_CODE_OAUTH_TOKEN', 'CLAUDE_CONFIG_DIR', 'CLAUDE_CODE_CLIENT_*'],
].flat();

// Clouds that serve the models: by the variable that turns one on, what it needs.
const clouds = {
	CLAUDE_CODE_USE_BEDROCK: ['AWS_*', 'ANTHROPIC_BEDROCK_*', 'CLAUDE_CODE_SKIP_BEDROCK_AUTH'],
	CLAUDE_CODE_USE_VERTEX: ['CLOUD_ML_REGION', 'VERTEX_REGION_*', 'GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CLOUD_PROJECT', 'ANTHROPIC_VERTEX_*', 'CLAUDE_CODE_SKIP_VERTEX_AUTH'],
	CLAUDE_CODE_USE_FOUNDRY: ['AZURE_*', 'ANTHROPIC_FOUNDRY_*', 'CLAUDE_CODE_SKIP_FOUNDRY_AUTH'],
};

/**
The environment for Claude Code: what every program needs, the user's way to log in, and settings for a run without anybody before it.

@param timeoutMs Wall clock for the attempt. A request may take a third of it, so that one retry fits in.
@param own What is chosen from. Default: the environment of this process.
*/
export function claudeEnvironment(timeoutMs: number, own: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const ofClouds = Object.entries(clouds).flatMap(([toggle, names]) => own[toggle] ? [toggle, ...names] : []);
	return {
		...childEnvironment([...anthropic, ...ofClouds], own),
		// Ten retries, the default, keep a wrong key going for minutes.
		CLAUDE_CODE_MAX_RETRIES: '1',
		API_TIMEOUT_MS: String(Math.ceil(timeoutMs / 3)),
		DISABLE_AUTOUPDATER: '1',
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
	};
}
