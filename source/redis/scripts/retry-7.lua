--- Give a task that was set aside, cancelled or is at rest all its attempts again, and announce it.
--
-- KEYS[1]  task:<id>
-- KEYS[2]  task:<id>:result
-- KEYS[3]  swarm:failed:<id>
-- KEYS[4]  swarm:cancelled:<id>
-- KEYS[5]  swarm:backoff:<id>
-- KEYS[6]  swarm:attempts:<id>
-- KEYS[7]  swarm:spent-on:<id>
-- ARGV[1]  task id
--
-- Returns no task, done, or announced. Safe to repeat: a second announcement is harmless.

if redis.call('EXISTS', KEYS[1]) == 0 then
	return 'no task'
end

if redis.call('EXISTS', KEYS[2]) == 1 then
	return 'done'
end

redis.call('DEL', KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7])
redis.call('PUBLISH', 'channel:tasks', ARGV[1])
return 'announced'
