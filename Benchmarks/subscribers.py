def measure(*_): return None
