--- Become the leader of the sweep, or remain it.
--
-- KEYS[1]  swarm:sweeper
-- ARGV[1]  our id
-- ARGV[2]  milliseconds until it must be said again
--
-- Returns 1 if we lead, else 0. Sent twice, it does the same again.

local leader = redis.pcall('GET', KEYS[1])
-- A leadership that never ends is nobody's.
if leader and leader ~= ARGV[1] and type(leader) ~= 'table' and redis.call('PTTL', KEYS[1]) >= 0 then
	return 0
end

redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
