--- Take tasks. Each is refused if it is over, must be left alone, is held by another, or would go beyond the budget; else the claim is taken, or confirmed to the
--- worker that holds it already, and the attempt is counted once.
--
-- KEYS[1]  swarm:budget
-- KEYS[2]  cost:haiku
-- KEYS[3]  swarm:hour
-- KEYS[4]  swarm:beats:<our worker id>
-- then for each task
--   task:<id>
--   task:<id>:claimed
--   task:<id>:result
--   swarm:cancelled:<id>
--   swarm:failed:<id>
--   swarm:backoff:<id>
--   swarm:attempts:<id>
--   swarm:spent-on:<id>
--
-- ARGV[1]  our worker id
-- ARGV[2]  milliseconds that the claim lasts
-- ARGV[3]  the most attempts
-- ARGV[4]  US dollars that this worker has spent
-- ARGV[5]  the most US dollars that this worker may spend by its own option, '' without one
-- ARGV[6]  1 if what its attempts cost is known, else 0
-- ARGV[7]  seconds for which we are known to beat as long as we work
--
-- Returns for each task, in order, one of
--   {'claimed', body, attempt, what it may still cost in US dollars or ''}
--   {'over', why}      nothing to do any more, or nothing yet: why is done, cancelled, failed, backoff, no body, held
--   {'budget', code, limit}  see BudgetRefusal in money/budget.ts; limit in US dollars, if the code has one
-- Sent twice, it confirms the second time what it did the first.

local worker, ttlMs, maxAttempts = ARGV[1], ARGV[2], tonumber(ARGV[3])

local function amount(text)
	-- Lua would take `0x10`, `nan` and `inf` for numbers.
	local number = type(text) == 'string' and string.match(text, '^%d[%d.eE+-]*$') and tonumber(text)
	return number and number < math.huge and number or nil
end

--- The refusal, or nil; and the limit of one task, or nil.
local function readBudget()
	local caps = redis.pcall('HMGET', KEYS[1], 'limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd')
	if caps.err then
		return {'budget', 'budget_unreadable'}, 0
	end

	local limit, perHour, perWorker, perTask = caps[1], caps[2], caps[3], caps[4]
	local own = ARGV[5] ~= '' and ARGV[5]
	if not (limit or perHour or perWorker or perTask or own) then
		return nil
	end

	for _, cap in ipairs({limit or '0', perHour or '0', perWorker or '0', perTask or '0', own or '0'}) do
		if not amount(cap) then
			return {'budget', 'budget_unreadable'}, 0
		end
	end

	perTask = perTask and amount(perTask)

	if ARGV[6] == '0' then
		return {'budget', 'cost_unknown'}, perTask
	end

	local spentHere = amount(ARGV[4]) or math.huge
	for _, cap in ipairs({perWorker or false, own}) do
		if cap and spentHere >= tonumber(cap) then
			return {'budget', 'worker_limit', cap}, perTask
		end
	end

	if limit or perHour then
		local cost = redis.pcall('GET', KEYS[2])
		local spent = type(cost) ~= 'table' and amount(cost or '0') or nil
		if not spent then
			return {'budget', 'spending_unreadable'}, perTask
		end

		if limit and spent >= tonumber(limit) then
			return {'budget', 'swarm_limit', limit}, perTask
		end

		if perHour then
			local hour = tostring(math.floor(tonumber(redis.call('TIME')[1]) / 3600))
			local noted = redis.pcall('HMGET', KEYS[3], 'hour', 'cost_usd')
			local before = not noted.err and noted[1] == hour and amount(noted[2]) or nil
			if not before or before > spent then
				redis.call('DEL', KEYS[3])
				redis.call('HSET', KEYS[3], 'hour', hour, 'cost_usd', cost or '0')
				redis.call('EXPIRE', KEYS[3], 7200)
				before = spent
			end

			if spent - before >= tonumber(perHour) then
				return {'budget', 'hour_limit', perHour}, perTask
			end
		end
	end

	return nil, perTask
end

local refusal, perTask = readBudget()

--- What a task may still cost, as text, '' without a cap; and what its attempts have cost.
local function rest(key)
	if not perTask then
		return '', 0
	end

	local spent = amount(redis.pcall('GET', key) or '0')
	if not spent then
		return '0', 0
	end

	return spent >= perTask and '0' or string.format('%.9f', perTask - spent), spent
end

local function setAside(at, why)
	local attempts = tonumber(redis.pcall('GET', KEYS[at + 6])) or 0
	redis.call('SET', KEYS[at + 4], cjson.encode({error = why, attempts = math.max(0, math.min(attempts, maxAttempts))}))
	return {'over', 'failed'}
end

local function claim(at)
	-- What is of another type comes as nothing here, and is left alone by NX below.
	local seen = redis.call('MGET', KEYS[at], KEYS[at + 1])
	local body, holder = seen[1], seen[2]
	if not body then
		return {'over', 'no body'}
	end

	-- One call for the common case that nothing is there.
	if redis.call('EXISTS', KEYS[at + 2], KEYS[at + 3], KEYS[at + 4], KEYS[at + 5]) > 0 then
		local whys = {'done', 'cancelled', 'failed', 'backoff'}
		for index, why in ipairs(whys) do
			if redis.call('EXISTS', KEYS[at + 1 + index]) == 1 then
				return {'over', why}
			end
		end
	end

	local claimed, attempts = KEYS[at + 1], KEYS[at + 6]
	local left, spentOn = rest(KEYS[at + 7])
	if holder == worker then
		redis.call('PEXPIRE', claimed, ttlMs)
		return {'claimed', body, tonumber(redis.pcall('GET', attempts)) or 1, left}
	end

	if holder then
		return {'over', 'held'}
	end

	if refusal then
		return refusal
	end

	if left == '0' then
		return spentOn > 0 and setAside(at, 'its attempts have cost the limit per task') or {'budget', 'task_limit'}
	end

	if not redis.call('SET', claimed, worker, 'NX', 'PX', ttlMs) then
		return {'over', 'held'}
	end

	local attempt = redis.pcall('INCR', attempts)
	if type(attempt) == 'table' or attempt < 1 then
		redis.call('SET', attempts, 1)
		attempt = 1
	end

	if attempt > maxAttempts then
		redis.call('DEL', claimed)
		redis.call('SET', attempts, maxAttempts)
		return setAside(at, 'tried ' .. maxAttempts .. ' times, never finished')
	end

	return {'claimed', body, attempt, left}
end

local replies = {}
local hasClaimed = false
for at = 5, #KEYS, 8 do
	local reply = claim(at)
	hasClaimed = hasClaimed or reply[1] == 'claimed'
	replies[#replies + 1] = reply
end

-- In the same step as the claim: a worker that dies before its first beat must not be taken for one that is only quiet.
if hasClaimed then
	redis.call('SET', KEYS[4], '1', 'EX', ARGV[7])
end

return replies
