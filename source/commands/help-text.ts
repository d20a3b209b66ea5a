/** What `--help` prints, and what the readme begins with. */
export const helpText = `
	Usage
	  $ haiku-swarm                        the dashboard
	  $ haiku-swarm status                 the swarm as tables
	  $ haiku-swarm publish <description>  write a task and announce it
	  $ haiku-swarm findings [id]          what was found, newest first; with an id: one, whole
	  $ haiku-swarm worker                 execute tasks until Ctrl-C

	Everywhere
	  --redis <address>  redis://, rediss://, unix://, valkey:// or redis+sentinel://  [default: REDIS_URL, else localhost:6379]
	  --no-start         never start a Redis

	status
	  --json             everything, for scripts
	  --line             one line, for a status bar

	publish
	  --file <path>      a file that belongs to the task; can be given again
	  --id <id>          its id  [default: a new one]
	  --wait <seconds>   wait for the answer and print it
	  --json

	findings
	  --filter <text>    only findings with this text in them
	  --json

	worker
	  --mode <mode>      loop or single  [default: loop]
	  --task <text>      what to do in single mode
	  --worker-id <id>   unique in the swarm  [default: a new one]
	  --executor <name>  dry-run: executes nothing, answers with simulated findings  [default: dry-run]
	  --concurrency <n>  tasks at the same time  [default: 1]

	Exit codes
	  0 done   1 failed   2 wrong usage   3 no Redis
`;
