--- A text as US dollars, or nil if it is none. Lua alone would accept `0x10`, `nan` and `inf`.
local function usd(text)
	local number = type(text) == 'string' and string.match(text, '^%d[%d.eE+-]*$') and tonumber(text)
	return number and number < math.huge and number or nil
end
