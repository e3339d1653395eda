"""The newsroom for ``granian``, without finished bytes.

What the shared number vouches for is joined from its pieces for each request; no query is asked.
"""

from newsroom import wsgi
from newsroom.lib.pieces import etag
from newsroom.site import states
from newsroom.site.finished import Finished
from newsroom.site.page_cache import PublicSite


class JoinedSite(PublicSite):
    def _finished(self, key: str) -> Finished | None:
        state, kept = states.present(), self.frames.get(key)
        if state is None or kept is None:
            return None
        pieces = kept.frame.filled(state.shell)
        body = b"".join([piece.raw for piece in pieces])
        return Finished(body, kept.etag or etag(pieces), kept.headers, source=kept.token)


application = JoinedSite(wsgi._django, is_on=True, is_watched=True)
