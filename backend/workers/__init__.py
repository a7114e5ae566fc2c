"""Child processes. The only package that imports mlx; each module runs as `python -m backend.workers.<name>`."""
