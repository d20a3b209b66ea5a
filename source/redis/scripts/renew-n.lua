--- Renew claims. A claim that expired, and that nobody has taken since, is taken again.
--
-- KEYS     for each task
--   task:<id>:claimed
--   task:<id>:result
--   swarm:cancelled:<id>
--   swarm:failed:<id>
-- ARGV[1]  worker id
-- ARGV[2]  lease in milliseconds, from now
--
-- Returns kept, lost (held or completed by another worker, or set aside), or cancelled for each task, in order. Safe to repeat.

local replies = {}
for at = 1, #KEYS, 4 do
	local holder = redis.pcall('GET', KEYS[at])
	local reply
	if redis.call('EXISTS', KEYS[at + 2]) == 1 then
		reply = 'cancelled'
	elseif (holder and holder ~= ARGV[1]) or redis.call('EXISTS', KEYS[at + 1], KEYS[at + 3]) > 0 then
		reply = 'lost'
	else
		redis.call('SET', KEYS[at], ARGV[1], 'PX', ARGV[2])
		reply = 'kept'
	end

	replies[#replies + 1] = reply
end

return replies
