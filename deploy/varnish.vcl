vcl 4.1;

# Varnish between nginx and the newsroom.
# In the newsroom's environment: PURGE_URL=http://127.0.0.1:6081

import std;

# How keys are purged: by the module xkey (Debian: varnish-modules), or without it by bans
# ("./varnish-bans.vcl"). xkey finds the objects of a key at once; bans are compared with each object.
include "./varnish-xkey.vcl";

backend default {
    .host = "127.0.0.1";
    .port = "8000";
    .first_byte_timeout = 60s;
    .probe = {
        # Not /healthz, which is red for reasons that do not concern readers. "localhost" has to be
        # among ALLOWED_HOSTS.
        .request =
            "HEAD /robots.txt HTTP/1.1"
            "Host: localhost"
            "X-Forwarded-Proto: https"
            "Connection: close";
        .interval = 1s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# Where the newsroom's web processes and workers are.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # What nginx passes on comes from its address too, but carries this header.
        if (client.ip !~ purgers || req.http.X-Forwarded-Proto) {
            return (synth(405, "Not allowed"));
        }
        if (!req.http.Surrogate-Key) {
            return (synth(400, "Surrogate-Key is missing"));
        }
        call purge_keys;
    }

    if (req.restarts == 0) {
        unset req.http.X-Shared;
    }
    if (req.url ~ "^/(admin|preview)/" || req.url ~ "^/(api/v1/editorial/|healthz)"
        || (req.method != "GET" && req.method != "HEAD") || req.http.Authorization) {
        return (pass);
    }
    set req.http.X-Shared = "yes";
    # No answer to readers depends on a cookie.
    unset req.http.Cookie;
    # nginx cuts ranges out of files.
    unset req.http.Range;

    # An object that may be shown after its time (stale-if-error) is, while the newsroom does not
    # answer; otherwise for a moment only (stale-while-revalidate).
    if (std.healthy(req.backend_hint) && req.restarts == 0) {
        set req.grace = 2s;
    }
    return (hash);
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (bereq.uncacheable) {
        return (deliver);
    }
    unset beresp.http.Set-Cookie;
    if (beresp.status >= 500) {
        if (bereq.is_bgfetch) {
            return (abandon);
        }
        # Forgotten at once: it must not hide what may still be shown.
        set beresp.ttl = 0s;
        return (deliver);
    }
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.grace = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
    }
    if (beresp.ttl <= 0s || beresp.http.Cache-Control ~ "no-store|no-cache|private") {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
    }
    if (beresp.http.Surrogate-Control ~ "max-age=([6-9]|[1-9][0-9])") {
        set beresp.http.X-Purged = "yes";
    }
    call keep_keys;
    return (deliver);
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0 && req.http.X-Shared) {
        # Once more, and then something older will do.
        return (restart);
    }
    # Planned changes are for us alone.
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.xkey;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # What is purged is as fresh as when it was made. What ends by itself keeps its age.
    if (resp.http.Cache-Control == "public, max-age=5" && resp.http.X-Purged) {
        unset resp.http.Age;
    }
    unset resp.http.X-Purged;
}
