--- Take a claim away from a holder without heartbeat, and announce the task again.
--
-- KEYS[1]  task:<id>:claimed
-- KEYS[2]  task:<id>:result
-- KEYS[3]  worker:status:<holder>
-- KEYS[4]  swarm:cancelled:<id>
-- ARGV[1]  worker id of the holder
-- ARGV[2]  task id
--
-- Returns rescued, done, beating (the holder sends heartbeats), or changed (another worker holds it, or nobody). Safe to repeat: it returns changed.

if redis.call('EXISTS', KEYS[2]) == 1 then
	return 'done'
end

if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
	return 'changed'
end

if redis.call('EXISTS', KEYS[3]) == 1 then
	return 'beating'
end

redis.call('DEL', KEYS[1])
if redis.call('EXISTS', KEYS[4]) == 0 then
	redis.call('PUBLISH', 'channel:tasks', ARGV[2])
end

return 'rescued'
