# Included by varnish.vcl: bans need no module. Objects are compared with each ban once, when they are
# asked for or when the ban lurker comes to them.

sub purge_keys {
    # Keys are letters, digits, ":", "_" and "-": an alternative for each of them.
    if (req.http.Surrogate-Key !~ "^[0-9a-zA-Z:_-]+( [0-9a-zA-Z:_-]+)*$") {
        return (synth(400, "Surrogate-Key is malformed"));
    }
    ban("obj.http.Surrogate-Key ~ (^|\s)(" + regsuball(req.http.Surrogate-Key, " ", "|") + ")(\s|$)");
    return (synth(200, "Banned"));
}

sub keep_keys {
    # Bans look at the object's own Surrogate-Key.
}
