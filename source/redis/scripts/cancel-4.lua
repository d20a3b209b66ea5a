--- Cancel a task that is not done.
--
-- KEYS[1]  task:<id>
-- KEYS[2]  task:<id>:result
-- KEYS[3]  task:<id>:claimed
-- KEYS[4]  swarm:cancelled:<id>
-- ARGV[1]  now, ISO 8601
--
-- Returns {'no task'}, {'done'}, or {'cancelled', holder or ''}. Safe to repeat.

if redis.call('EXISTS', KEYS[1]) == 0 then
	return {'no task'}
end

if redis.call('EXISTS', KEYS[2]) == 1 then
	return {'done'}
end

redis.call('SET', KEYS[4], ARGV[1])
local holder = redis.pcall('GET', KEYS[3])
return {'cancelled', type(holder) == 'string' and holder or ''}
