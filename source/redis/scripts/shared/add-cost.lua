--- Add what an attempt cost to a counter, at most once. `cost` is '' for nothing.
-- Returns whether the counter could be added to, and whether the cost was added now.
local function addCost(counter, spent, cost)
	if cost == '' or not redis.call('SET', spent, '1', 'NX', 'EX', 86400) then
		return true, false
	end

	return type(redis.pcall('INCRBYFLOAT', counter, cost)) ~= 'table', true
end
