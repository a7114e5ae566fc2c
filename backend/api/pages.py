"""The built pages: hashed assets for ever, the page itself never cached, page addresses answered by the one page."""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Pages(StaticFiles):
    """Static files in which an unknown page path gives `index.html`; unknown `/api` and `/assets` stay 404."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)

    async def check_config(self) -> None:
        """Pages that are not built are not found; the API answers all the same."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or the page."""
        accepts_html = "text/html" in Headers(scope=scope).get("accept", "text/html")
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.startswith(("api", "assets/")) or not accepts_html:
                raise
            response = await super().get_response("index.html", scope)
        kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
        response.headers["cache-control"] = kept
        return response
