"""Edges: child processes, run folders, data files and model files. Knows no policy and no web framework."""
