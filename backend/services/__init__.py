"""Policy: what may start, what is known, who may listen."""
