--- Look at open tasks: what keeps each from being done.
--
-- KEYS     for each task
--   task:<id>
--   task:<id>:claimed
--   task:<id>:result
--   swarm:cancelled:<id>
--   swarm:failed:<id>
--   swarm:backoff:<id>
--
-- Returns for each task, in order, one of
--   gone      there is no such task
--   done      it has a result
--   rest      it is to be left alone for now
--   waiting   nobody has it
--   {holder, milliseconds that the claim lasts, 1 if the holder beats, 1 if the holder beats as long as it works}

local function look(at)
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
	replies[#replies + 1] = look(at)
end

return replies
