--- Become the leader of the sweep, or stay it.
--
-- KEYS[1]  swarm:sweeper
-- ARGV[1]  id of this sweeper
-- ARGV[2]  milliseconds until the leadership expires
--
-- Returns 1 for the leader, else 0. Safe to repeat.

local leader = redis.pcall('GET', KEYS[1])
-- A key without expiry is not a leadership.
if leader and leader ~= ARGV[1] and type(leader) ~= 'table' and redis.call('PTTL', KEYS[1]) >= 0 then
	return 0
end

redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
