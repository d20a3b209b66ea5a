--- Tell what keeps each of several tasks from being done.
--
-- KEYS     for each task
--   task:<id>
--   task:<id>:claimed
--   task:<id>:result
--   swarm:cancelled:<id>
--   swarm:failed:<id>
--   swarm:backoff:<id>
--
-- Returns one of these for each task, in order:
--   gone      there is no such task
--   done      it has a result
--   rest      it was cancelled or set aside, or is at rest
--   waiting   nobody holds it
--   {holder, milliseconds until the claim expires, 1 if the holder sends heartbeats, 1 if it promised to}

local function inspect(at)
	if redis.call('EXISTS', KEYS[at]) == 0 then
		return 'gone'
	end

	if redis.call('EXISTS', KEYS[at + 2]) == 1 then
		return 'done'
	end

	if redis.call('EXISTS', KEYS[at + 3], KEYS[at + 4], KEYS[at + 5]) > 0 then
		return 'rest'
	end

	local holder = redis.pcall('GET', KEYS[at + 1])
	if not holder or type(holder) == 'table' then
		return 'waiting'
	end

	return {holder, redis.call('PTTL', KEYS[at + 1]), redis.call('EXISTS', 'worker:status:' .. holder), redis.call('EXISTS', 'swarm:beats:' .. holder)}
end

local replies = {}
for at = 1, #KEYS, 6 do
	replies[#replies + 1] = inspect(at)
end

return replies
