# Included by varnish.vcl: the module xkey keeps an index of the keys.

import xkey;

sub purge_keys {
    return (synth(200, "Purged " + xkey.purge(req.http.Surrogate-Key)));
}

sub keep_keys {
    set beresp.http.xkey = beresp.http.Surrogate-Key;
}
