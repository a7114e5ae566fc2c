"""The HTTP and WebSocket surface: parse, one service call, a model back. FastAPI lives here and in `backend.main` only."""
